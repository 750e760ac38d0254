import { readDockerfiles } from '../readers/dockerfiles.ts'
import { lastOf } from '../readers/shipped-instructions.ts'
import type { Rule } from '../rule.ts'

export const dockerfileEntrypointRunsCode = {
  id: 'dockerfile-entrypoint-runs-code',
  severity: 'warning',
  why: 'Porter replaces ENTRYPOINT together with CMD as soon as a service has a `run`: what it prepares is then skipped without a word.',
  fix: 'Start the server in CMD; move migrations to `predeploy`, and other preparation into the build.',
  find: (repo) =>
    readDockerfiles(repo).flatMap((dockerfile) => {
      const entrypoint = lastOf(dockerfile, 'ENTRYPOINT')
      if (!entrypoint || entrypoint.text === '' || entrypoint.exec?.length === 0) return []
      const program = entrypoint.exec?.[0] ?? ''
      // An init that only passes signals on is no loss.
      const isInit = /(?:^|\/)(?:tini|dumb-init|catatonit)$/.test(program)
      if (isInit && entrypoint.exec?.slice(1).every((word) => word.startsWith('-'))) return []
      const message = 'ENTRYPOINT runs something before the server, or as the server.'
      return [{ file: dockerfile.path, line: entrypoint.line, message }]
    }),
} as const satisfies Rule
