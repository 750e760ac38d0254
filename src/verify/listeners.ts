import type { RunningService } from './probe.ts'
import { formatListener } from './socket-table.ts'

/** What is wrong with the sockets a service accepts connections on; undefined where they cannot be seen. */
export function judgeListeners(running: RunningService): string[] | undefined {
  const found = running.listeners()?.map(formatListener)
  if (found === undefined) return undefined
  const wanted = `0.0.0.0:${running.port}`
  const others = found.filter((listener) => listener !== wanted)
  if (found.includes(wanted)) return others.map((other) => `${other} accepts connections too`)
  const only = others.length > 0 ? `, only on ${others.join(' and ')}` : ''
  return [`nothing listens on ${wanted}${only}`]
}
