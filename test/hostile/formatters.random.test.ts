import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import prettier from 'prettier'
import { beforeAll, describe, expect, test } from 'vitest'
import { runs } from '../support/runs.ts'
import { readFiles, temporaryFolder } from '../support/temporary.ts'
import { hostileCases } from './descriptions.ts'
import { pythonTools } from './readers.ts'
import { gunicornConf, porterFile, server } from './subjects.ts'

let python: string
beforeAll(() => {
  python = pythonTools()
}, 120_000)

/** A formatter that changed a file would make it look edited by hand. */
describe('a formatter leaves the files alone', () => {
  test.each([
    { formatter: 'black', flags: ['--quiet', '--config', '/dev/null'] },
    { formatter: 'ruff', flags: ['format', '--quiet', '--isolated', '--no-cache'] },
  ])('$formatter', ({ formatter, flags }) => {
    const manyCases = fc.array(hostileCases(), { minLength: 15, maxLength: 15 })
    fc.assert(
      fc.property(manyCases, (cases) => {
        const rendered = cases.flatMap(({ plan }, at) => [
          [`conf${at}.py`, gunicornConf.render(plan)],
          [`server${at}.py`, server.render(plan)],
        ])
        const files: Record<string, string> = Object.fromEntries(rendered)
        const folder = temporaryFolder(files)
        execFileSync(python, ['-m', formatter, ...flags, '.'], { cwd: folder, stdio: 'pipe' })
        expect(readFiles(folder)).toEqual(files)
      }),
      { numRuns: runs.inOneGo, endOnFailure: true },
    )
  })

  test('prettier', async () => {
    await fc.assert(
      fc.asyncProperty(hostileCases(), async ({ plan }) => {
        const text = porterFile.render(plan)
        expect(await prettier.format(text, { parser: 'yaml' })).toBe(text)
      }),
      { numRuns: runs.porterFormat },
    )
  })
})
