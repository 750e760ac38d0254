import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { caseIfAccepted, type HostileCase, hostileCases } from '../../hostile/descriptions.ts'
import { makeEchoingPrograms, runCommands, wordsOf } from '../../hostile/shell-words.ts'
import { dockerfile, dockerignore } from '../../hostile/subjects.ts'
import { type Builder, builders } from '../../support/docker/builders.ts'
import { describeWithDocker } from '../../support/docker/with-docker.ts'
import { runs } from '../../support/runs.ts'
import { putFiles, readFiles, temporaryFolder } from '../../support/temporary.ts'

/** Files that an entry of the ignore list should catch, and some that it should not. */
function filesAround(entry: string): string[] {
  const name = entry.replaceAll('*', 'zz').replaceAll('?', 'q')
  const across = entry.replaceAll('**', 'z/z').replaceAll('*', 'zz').replaceAll('?', 'q')
  return [name, `deep/er/${name}`, `folders/${name}/below`, `${name}x`, `x${name}`, across]
}

/** As many of them as can stand side by side: none is a folder on the way to another. */
function plantable(files: readonly string[]): string[] {
  const planted = new Set<string>()
  const folders = new Set<string>()
  for (const file of files) {
    const parents = file.split('/').map((_, depth, parts) => parts.slice(0, depth).join('/'))
    const taken = folders.has(file) || parents.some((parent) => planted.has(parent))
    if (taken || file.split('/').some((part) => part.length > 200)) continue
    planted.add(file)
    for (const parent of parents) folders.add(parent)
  }
  return [...planted]
}

/** What `find` leaves of a folder, with the words that the Dockerfile gives it. */
function leftByFind(folder: string, { plan }: HostileCase): string[] {
  const bin = makeEchoingPrograms(temporaryFolder())
  const ours = { ...plan, 'image.build': { ...plan['image.build'], value: [] } }
  const words = wordsOf(runCommands(dockerfile.render(ours)), bin)
  const [, ...test] = words.find(([program]) => program === 'find') ?? []
  const selection = [...test.slice(0, test.indexOf('-exec')), '-print0']
  const removed = execFileSync('find', selection, { cwd: folder, encoding: 'utf8' })
  const gone = removed.split('\0').map((path) => path.replace(/^\.\//, ''))
  return Object.keys(readFiles(folder)).filter(
    (file) => !gone.some((path) => file === path || file.startsWith(`${path}/`)),
  )
}

describeWithDocker(
  'names in the Dockerfile and .dockerignore',
  async () => {},
  (docker) => {
    async function leftByDocker(folder: string, builder: Builder): Promise<string[]> {
      const tag = `hoptix-deploy-test/hostile-ignored:${builder}`
      await docker().build({ context: folder, tag, builder, cache: false })
      const files = await docker().listFiles(tag)
      const kept = files.filter((file) => file.startsWith('/kept/') && !file.endsWith('/'))
      return kept.map((file) => file.slice('/kept/'.length)).sort()
    }

    async function expectSameFiles(hostile: HostileCase, more: readonly string[] = []) {
      const added = [...hostile.plan['image.ignore'].value, ...more]
      const entries = [...added, '.env', '*.pyc', 'tests', 'plain']
      const folder = temporaryFolder()
      putFiles(
        folder,
        Object.fromEntries(plantable(entries.flatMap(filesAround)).map((f) => [f, ''])),
      )
      putFiles(folder, {
        Dockerfile: 'FROM scratch\nCOPY . /kept/\n',
        '.dockerignore': dockerignore.render(hostile.plan),
      })
      const expected = leftByFind(folder, hostile).sort()
      expect(expected).toContain('plainx')
      const found = await Promise.all(builders.map((builder) => leftByDocker(folder, builder)))
      for (const files of found) expect(files).toEqual(expected)
    }

    test('.dockerignore keeps out exactly what the Dockerfile removes', async () => {
      const cases = hostileCases({ 'image.ignore': { minLength: 20, maxLength: 30 } })
      await fc.assert(
        fc.asyncProperty(cases, (hostile) => expectSameFiles(hostile)),
        { numRuns: runs.imageName, endOnFailure: true },
      )
    }, 120_000)

    // To .dockerignore two stars in a row also match slashes, and to older builders a plus means "once or more".
    test.each(['a**b', 'a***', '**b', 'a+b', 'c++', '+*', 'a?b', '@a.b@', 'a-.b'])(
      '.dockerignore and find agree on %s, if the loader lets it through',
      async (entry) => {
        const hostile = caseIfAccepted({ image: { ignore: [entry] } })
        if (!hostile) return
        await expectSameFiles(hostile)
      },
      60_000,
    )

    test('a folder with pluses has its own files kept out, and no other', async () => {
      const hostile = caseIfAccepted({ root: 'in/c++.d', context: 'repository' })
      if (!hostile) throw new Error('the loader refuses what this test is about')
      await expectSameFiles(hostile, ['in/c++.d/venv', 'in/ccc.d/venv', 'in/c.d/venv'])
    }, 60_000)

    test.each([
      { files: ['tests/requirements.txt'], ignore: [] },
      { files: ['requirements.txt'], ignore: ['*.txt'] },
      { files: ['needs/base.txt'], ignore: ['needs/base.txt'] },
    ])(
      'the build finds $files beside the ignore list $ignore, if the loader lets them through',
      async ({ files, ignore }) => {
        const hostile = caseIfAccepted({ dependencies: { files }, image: { ignore } })
        if (!hostile) return
        const folder = temporaryFolder(Object.fromEntries(files.map((file) => [file, ''])))
        putFiles(folder, {
          Dockerfile: 'FROM scratch\nCOPY . /kept/\n',
          '.dockerignore': dockerignore.render(hostile.plan),
          'app.py': '',
        })
        expect(await leftByDocker(folder, 'classic')).toEqual(expect.arrayContaining(files))
      },
      60_000,
    )

    /** BuildKit reads the name of every base before it builds, and fetches none that nothing needs. */
    async function readBases(bases: readonly string[]): Promise<void> {
      const unused = bases.map((base, at) => `FROM ${base} AS unused-${at}`)
      const context = temporaryFolder({
        Dockerfile: [...unused, 'FROM scratch', 'COPY Dockerfile /', ''].join('\n'),
      })
      const tag = 'hoptix-deploy-test/hostile-bases:1'
      await docker().build({ context, tag, builder: 'buildkit', cache: false })
    }

    test('every base that the loader lets through is one to Docker', async () => {
      const bases = hostileCases().map(({ plan }) => plan['image.base'].value)
      const many = fc.array(bases, { minLength: 60, maxLength: 60 })
      await fc.assert(fc.asyncProperty(many, readBases), {
        numRuns: runs.inOneGo,
        endOnFailure: true,
      })
    }, 60_000)

    test.each([`${'a/'.repeat(130)}b:1`, 'a__b/c-.d:1', 'a:1:2', 'localhost:5000/a:1@sha256:x'])(
      'the base %s is one to Docker, if the loader lets it through',
      async (base) => {
        if (caseIfAccepted({ image: { base } })) await readBases([base])
      },
      60_000,
    )

    test('a broken base is noticed', async () => {
      await expect(readBases(['Not A Base'])).rejects.toThrow()
      await expect(readBases(['a//b:1'])).rejects.toThrow('invalid reference')
    }, 60_000)
  },
)
