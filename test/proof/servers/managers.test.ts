import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { managerIds } from '../../../src/facts/managers.ts'
import { projectFolder, renderDescription } from '../../support/examples.ts'
import { mustSkip, prepareService } from '../../support/real-server.ts'
import { temporaryFolder } from '../../support/temporary.ts'

const skip = await mustSkip('every dependency manager on its own lock file')

/** Says what was installed: a declared package, and whether a development one came with it. */
const app = `import importlib.metadata


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    names = {found.name.lower() for found in importlib.metadata.distributions()}
    return [" ".join(sorted(names & {"itsdangerous", "iniconfig", "small", "gunicorn"})).encode()]
`

describe.skipIf(skip)('the app has what it declares, and no more, with', () => {
  test.each(managerIds)(
    '%s',
    async (manager) => {
      const folder = temporaryFolder({ 'app.py': app, ...declaredFor(manager) })
      const description = `name: small\napp: app:app\ndependencies:\n  manager: ${manager}\n`
      const { service } = await prepareService(renderDescription(description), folder)
      onTestFinished(() => service.remove())
      const { body } = await (await service.start()).request({ path: '/' })
      expect(body).toBe('gunicorn itsdangerous')
    },
    300_000,
  )
})

/** Lock files written by the tools themselves, from the same two requirements. */
function declaredFor(manager: string): Record<string, string> {
  const folder = join(projectFolder, 'test/proof/servers/managers', manager)
  const names = readdirSync(folder)
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}
