import { type DockerInstruction, lineWith, parseExec } from './docker-instruction.ts'

/** What a HEALTHCHECK asks for. */
export interface HealthCheckTarget {
  readonly port: number | undefined
  readonly portLine: number
  readonly path: string | undefined
  readonly pathLine: number
}

const hostAndPort =
  /(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::|['"]\s*,\s*(?:port\s*=\s*)?)([0-9]{2,5})/
const urlPath =
  /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::[^/\s"']*)?(\/[^\s"')]*)/
const requestPath = /request\(\s*['"][A-Z]+['"]\s*,\s*['"]([^'"]+)['"]/

/** Read from the command, whichever tool it uses; undefined for HEALTHCHECK NONE. */
export function healthCheckTarget(check: DockerInstruction): HealthCheckTarget | undefined {
  const command = /^CMD\s+([\s\S]*)$/i.exec(check.text)?.[1]
  if (command === undefined) return undefined
  const text = parseExec(command)?.join(' ') ?? command
  const port = hostAndPort.exec(text)?.[1]
  const path = (urlPath.exec(text) ?? requestPath.exec(text))?.[1]
  return {
    port: port === undefined ? undefined : Number(port),
    portLine: port === undefined ? check.line : lineWith(check, port),
    path,
    pathLine: path === undefined ? check.line : lineWith(check, path),
  }
}

/** Seconds the image says it needs before it answers (`--start-period`); undefined when it does not say. */
export function startPeriod(check: DockerInstruction): number | undefined {
  const period = check.flags.find((flag) => flag.startsWith('start-period='))
  const [, amount, unit] = /=([0-9]+)(s|m)$/.exec(period ?? '') ?? []
  return amount === undefined ? undefined : Number(amount) * (unit === 'm' ? 60 : 1)
}
