import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderServices } from '../../src/artifacts/render.ts'
import { proveArtifacts } from '../../src/audit/prove.ts'
import { artifactKinds } from '../../src/pipeline.ts'
import { hostileCases, load } from '../hostile/descriptions.ts'
import { runs } from '../support/runs.ts'

test('every promise holds for whatever description the loader lets through', () => {
  fc.assert(
    fc.property(hostileCases(), ({ text, plan }) => {
      const loaded = load(text)
      const [spec] = loaded.ok ? loaded.spec.services : []
      const rendered = spec ? [...renderServices(artifactKinds, [{ spec, plan }])] : []
      const artifacts = rendered.map(({ artifact }) => artifact)
      expect(proveArtifacts(artifacts, [plan])).toEqual([])
    }),
    { numRuns: runs.hostileDescription },
  )
}, 60_000)
