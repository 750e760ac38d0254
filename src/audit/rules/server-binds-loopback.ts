import type { Repo } from '../../repo/repo.ts'
import { isLoopback, parseAddress } from '../readers/address.ts'
import { findDevelopmentServer } from '../readers/development-server.ts'
import { configBinds, effectiveBinds } from '../readers/gunicorn-settings.ts'
import { readPython } from '../readers/python-file.ts'
import { evaluate } from '../readers/python-values.ts'
import { type RunningService, readServices } from '../readers/services.ts'
import { optionValues } from '../readers/start-command.ts'
import type { Hit, Rule } from '../rule.ts'

export const serverBindsLoopback = {
  id: 'server-binds-loopback',
  severity: 'error',
  why: 'A server on 127.0.0.1 hears only its own container; the ingress gets no connection and answers 502.',
  fix: 'Bind 0.0.0.0 in the start command: `--bind 0.0.0.0:PORT`.',
  find: (repo) =>
    readServices(repo).flatMap((service) => [
      ...boundHits(service),
      ...defaultHits(service),
      ...scriptHits(service, repo),
    ]),
} as const satisfies Rule

function boundHits(service: RunningService): Hit[] {
  const fromConfig = service.config ? configBinds(service.config, service.environment) : []
  return [...effectiveBinds(service), ...otherServerHosts(service), ...fromConfig]
    .filter(({ value }) => value !== undefined && isLoopback(parseAddress(value).host))
    .map(({ value, file, line }) => ({
      file,
      line,
      message: `The server listens on ${value}, which only its own container reaches.`,
    }))
}

/** Options that name the host, of servers whose default is loopback. */
const hostOptions = {
  uvicorn: ['--host'],
  hypercorn: ['--bind', '-b'],
  daphne: ['--bind', '-b'],
} as const

function otherServerHosts({ start }: RunningService) {
  if (!start || !isListed(start.server)) return []
  const values = optionValues(start.args, hostOptions[start.server])
  return values.map((value) => ({ value, file: start.file, line: start.line(value) }))
}

function isListed(server: string | undefined): server is keyof typeof hostOptions {
  return server !== undefined && Object.hasOwn(hostOptions, server)
}

/** Nothing says where to listen, and the server's own default is loopback. */
function defaultHits(service: RunningService): Hit[] {
  const { start, config, environment } = service
  if (!start) return []
  const line = start.line(start.server)
  if (isListed(start.server)) {
    const told = [...hostOptions[start.server], '--uds', '--fd', '--unix-socket', '-u']
    if (optionValues(start.args, told).length > 0) return []
    const message = `${start.server} is told no host, and listens on 127.0.0.1 then.`
    return [{ file: start.file, line, message }]
  }
  // An unread configuration may bind, and so may PORT: gunicorn takes it for 0.0.0.0:$PORT.
  const unread = !config && optionValues(start.args, ['--config', '-c']).length > 0
  const silent = start.server === 'gunicorn' && effectiveBinds(service).length === 0 && !unread
  if (!silent || environment['PORT'] || environment['GUNICORN_CMD_ARGS']) return []
  const message = 'gunicorn is told no address, and listens on 127.0.0.1:8000 then.'
  return [{ file: start.file, line, message }]
}

/** `app.run()` of the script that the container starts. */
function scriptHits(service: RunningService, repo: Repo): Hit[] {
  const call = findDevelopmentServer(service, repo)?.call
  if (!call) return []
  const host = call.found.named.get('host') ?? call.found.positional[0]
  const value = host
    ? evaluate(host, readPython(repo, call.file), service.environment)
    : '127.0.0.1'
  if (typeof value !== 'string' || !isLoopback(value)) return []
  const message = `${call.found.callee}() listens on ${value}, which only its own container reaches.`
  return [{ file: call.file, line: call.found.line, message }]
}
