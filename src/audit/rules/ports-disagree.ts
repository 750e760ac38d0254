import { parseAddress } from '../readers/address.ts'
import { configBinds, effectiveBinds } from '../readers/gunicorn-settings.ts'
import { healthCheckTarget } from '../readers/health-check.ts'
import { type RunningService, readServices } from '../readers/services.ts'
import { lastOf, shippedOf } from '../readers/shipped-instructions.ts'
import { optionValues } from '../readers/start-command.ts'
import type { Hit, Rule } from '../rule.ts'

/** A place that names the port. */
interface Named {
  readonly what: string
  readonly port: number
  readonly file: string
  readonly line: number
}

export const portsDisagree = {
  id: 'ports-disagree',
  severity: 'error',
  why: 'Porter sends requests to `port`, whatever the image exposes; where the server listens on another one, every request ends in a 502.',
  fix: 'Write the same port in all of these places.',
  find: (repo) => readServices(repo).flatMap((service) => judge(namedPorts(service))),
} as const satisfies Rule

/** What most places say is what was meant; with a tie, what the server listens on. */
function judge(named: readonly Named[]): Hit[] {
  const votes = (port: number): number => named.filter((one) => one.port === port).length
  const [meant] = named.toSorted((a, b) => votes(b.port) - votes(a.port))
  if (!meant) return []
  return named
    .filter(({ port }) => port !== meant.port)
    .map(({ what, port, file, line }) => ({
      file,
      line,
      message: `Port ${port} of ${what} is not the ${meant.port} of ${meant.what} (${meant.file}:${meant.line}).`,
    }))
}

function namedPorts(service: RunningService): Named[] {
  return [
    ...startPorts(service),
    ...porterPort(service),
    ...configPorts(service),
    ...exposedPorts(service),
    ...healthCheckPort(service),
  ]
}

function startPorts(service: RunningService): Named[] {
  const { start, config } = service
  const asked =
    start?.server === 'uvicorn'
      ? optionValues(start.args, ['--port']).map((port) => ({
          value: `:${port}`,
          file: start.file,
          line: start.line(port),
        }))
      : effectiveBinds(service).filter(({ file }) => file !== config?.path)
  return asked.flatMap((bind) => toNamed('the start command', bind))
}

function configPorts({ config, environment }: RunningService): Named[] {
  const binds = config ? configBinds(config, environment) : []
  return binds.flatMap((bind) => toNamed("the server's configuration", bind))
}

function toNamed(
  what: string,
  { value, file, line }: { value: string | undefined; file: string; line: number },
): Named[] {
  const port = value === undefined ? undefined : parseAddress(value).port
  return port === undefined ? [] : [{ what, port, file, line }]
}

function porterPort({ porter }: RunningService): Named[] {
  const port = porter?.service.fields['port']
  if (!porter || typeof port !== 'number') return []
  return [{ what: '`port`', port, file: porter.file.path, line: porter.service.line('port') }]
}

/** Of several exposed ports one is enough. */
function exposedPorts({ dockerfile, start, ...service }: RunningService): Named[] {
  const exposed = (dockerfile ? shippedOf(dockerfile, 'EXPOSE') : []).flatMap(({ text, line }) =>
    text.split(/\s+/).flatMap((word) => {
      const port = Number(word.split('/')[0])
      return Number.isInteger(port) ? [{ port, line }] : []
    }),
  )
  const heard = [
    ...startPorts({ dockerfile, start, ...service }),
    ...porterPort({ dockerfile, start, ...service }),
  ]
  const match = exposed.find(({ port }) => heard.some((one) => one.port === port)) ?? exposed[0]
  return match && dockerfile ? [{ what: 'EXPOSE', ...match, file: dockerfile.path }] : []
}

function healthCheckPort({ dockerfile }: RunningService): Named[] {
  const check = dockerfile && lastOf(dockerfile, 'HEALTHCHECK')
  const target = check && healthCheckTarget(check)
  if (!dockerfile || target?.port === undefined) return []
  return [{ what: 'HEALTHCHECK', port: target.port, file: dockerfile.path, line: target.portLine }]
}
