import { judgeListeners } from '../listeners.ts'
import { judge, type Probe, unseen } from '../probe.ts'

export const listensOnAllInterfaces = {
  id: 'listens-on-all-interfaces',
  looksAt: 'running',
  why: 'A server on 127.0.0.1 is healthy to itself and a 502 to everyone else.',
  fix: 'Keep `--bind 0.0.0.0:PORT` in the CMD of the Dockerfile: only the command line outranks the environment.',
  async run(running) {
    // Why it is over, `answers-at-all` tells.
    if (running.exited()) return unseen('not looked at, since the server has ended', 'earlier')
    const hits = judgeListeners(running)
    if (hits === undefined) return unseen('this machine does not show the sockets of a process')
    return judge(`the socket table holds 0.0.0.0:${running.port} and nothing else`, hits)
  },
} as const satisfies Probe
