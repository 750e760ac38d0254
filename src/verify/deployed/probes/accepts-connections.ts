import { judge, unseen } from '../../probe.ts'
import type { DeployedProbe } from '../deployed-probe.ts'
import { explainUnreachable } from '../unreachable.ts'

export const acceptsConnections = {
  id: 'accepts-connections',
  after: [],
  why: 'A name without an address, or an address where nothing listens, answers nobody.',
  fix: "Point the domain's DNS record to the address that Porter shows, and deploy the app.",
  async run(service) {
    const where = `${service.address}:${service.port}`
    const connection = await service.connect()
    if (connection.ok) return judge(`${where} at ${connection.address}`, [])
    const { blame, text } = explainUnreachable(connection, service.hasNetwork())
    if (blame === 'machine') return unseen(`${where} cannot be asked from here: ${text}`)
    return judge(`no connection to ${where}`, [`${where}: ${text}`])
  },
} as const satisfies DeployedProbe
