import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMarker } from '../../src/artifacts/marker.ts'
import { proveArtifacts } from '../../src/audit/prove.ts'
import { generateFrom, type Read } from '../../src/pipeline.ts'
import { memoryRepo } from '../../src/repo/repo.ts'
import type { WrittenService } from '../../src/spec/schema.ts'
import { descriptionValues, textStyle, write } from '../hostile/descriptions.ts'
import { runs } from '../support/runs.ts'

function read(text: string, files: Readonly<Record<string, string>> = {}): Read {
  return generateFrom(new TextEncoder().encode(text), 'hoptix.yaml', memoryRepo(files))
}

/** Some have processes only: nothing that is about a web service is left in them. */
function withoutApp({ name, python, env, envGroups, processes }: WrittenService): WrittenService {
  const kept = { name, python, env, envGroups, processes }
  const written = Object.entries(kept).filter(([, value]) => value !== undefined)
  return Object.fromEntries(written) as unknown as WrittenService
}

const drawn = fc.tuple(descriptionValues(), fc.boolean()).map(([service, isWeb]) => {
  const { porter: { file: _file, ...porter } = {}, ...rest } = service
  const named = { ...rest, porter }
  return isWeb || !service.processes?.length ? named : withoutApp(named)
})

/** Each in a folder of its own, under a name of its own. */
const services = fc
  .array(drawn, { minLength: 2, maxLength: 4 })
  .map((all) =>
    all.map((service, at) => ({ ...service, name: `service-${at}`, root: `services/s${at}` })),
  )

/** What the hash in the marker says, taken out: a service that is one of several has another. */
function withoutMarker(content: string): string {
  expect(readMarker(content)?.bodyIsUntouched).toBe(true)
  return content.replace(/^.*\n.*\n/, '')
}

test('several services hold every promise, are current once written, and are what each is alone', () => {
  fc.assert(
    fc.property(services, textStyle, (several, style) => {
      const defaults = { env: { SHARED: 'yes' }, envGroups: ['shared'] }
      const text = write({ defaults, services: several }, style)
      const first = read(text)
      fc.pre(first.ok)
      if (!first.ok) return
      const { artifacts } = first.generation
      expect(proveArtifacts(artifacts, first.generation.plans)).toEqual([])
      const files = Object.fromEntries(artifacts.map(({ path, content }) => [path, content]))
      expect(Object.keys(files)).toHaveLength(artifacts.length)

      const again = read(text, { ...files, 'hoptix.yaml': text })
      expect(again.ok && again.generation.changes.map(({ kind }) => kind)).toEqual(
        artifacts.map(() => 'unchanged'),
      )

      for (const { written } of first.spec.services) {
        const file = `${written.root}/porter.yaml`
        const alone = read(write({ ...written, porter: { ...written.porter, file } }, style))
        if (!alone.ok) throw new Error(JSON.stringify(alone.findings))
        for (const { path, content } of alone.generation.artifacts) {
          // Shared with the others, or telling of them.
          if (path.endsWith('.dockerignore') && written.context === 'repository') continue
          if (path.endsWith('DEPLOYMENT.md')) continue
          expect(withoutMarker(files[path] ?? ''), path).toBe(withoutMarker(content))
        }
      }
    }),
    { numRuns: runs.hostileServices },
  )
}, 120_000)
