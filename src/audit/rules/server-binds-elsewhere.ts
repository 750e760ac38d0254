import { isEveryInterface, isLoopback, parseAddress } from '../readers/address.ts'
import { configBinds, effectiveBinds } from '../readers/gunicorn-settings.ts'
import { readServices } from '../readers/services.ts'
import type { Hit, Rule } from '../rule.ts'

export const serverBindsElsewhere = {
  id: 'server-binds-elsewhere',
  severity: 'error',
  why: 'The platform sends requests to one TCP port on every address of the container; a server on a socket file, on one fixed address or on a port of its own choice gets none.',
  fix: 'Bind `0.0.0.0:PORT`, once and with the port that is published.',
  find: (repo) =>
    readServices(repo).flatMap((service) => {
      const fromConfig = service.config ? configBinds(service.config, service.environment) : []
      const binds = effectiveBinds(service)
      return [
        ...[...binds, ...fromConfig].flatMap(judge),
        ...binds.slice(1).map(({ value, file, line }) => ({
          file,
          line,
          message: `The server listens on a second address, ${value ?? 'which only a start would tell'}.`,
        })),
      ]
    }),
} as const satisfies Rule

function judge({ value, file, line }: ReturnType<typeof effectiveBinds>[number]): Hit[] {
  if (value === undefined) return []
  const { host, port } = parseAddress(value)
  if (isLoopback(host)) return []
  if (/^\d+$/.test(value))
    return [{ file, line, message: `\`${value}\` is taken for a host name, and nothing listens.` }]
  if (!isEveryInterface(host))
    return [{ file, line, message: `The server listens on ${value}, not on every address.` }]
  if (port === undefined && !value.includes('$'))
    return [{ file, line, message: `\`${value}\` names no port; the server takes 8000.` }]
  return []
}
