import { askHealth } from '../health.ts'
import { judge, type Probe, unseen } from '../probe.ts'
import { waitFor } from '../wait.ts'
import { answersAtAll } from './answers-at-all.ts'

/** gunicorn forks the successor before that one imports the app, however long it takes. */
const mostSeconds = 15

export const replacesKilledWorker = {
  id: 'replaces-killed-worker',
  looksAt: 'running',
  after: [answersAtAll.id],
  why: 'A worker that runs out of memory is killed; the service must not shrink with it.',
  fix: 'Keep gunicorn in front of the app: a development server has no workers to replace.',
  async run(running, plan) {
    if (running.listeners() === undefined)
      return unseen('this machine does not show child processes')
    const before = running.workers()
    const [victim] = before
    if (victim === undefined) return judge('', ['the server has no worker processes'])
    running.signal('SIGKILL', victim)
    const born = await waitFor(() => {
      const now = running.workers()
      return now.length >= before.length ? now.find((pid) => !before.includes(pid)) : undefined
    }, mostSeconds)
    const { hits } = await askHealth(running, plan)
    if (born !== undefined && !running.workers().includes(born))
      hits.push('its successor ended too')
    if (born === undefined) hits.unshift(`no worker took its place within ${mostSeconds} s`)
    return judge(`one of ${before.length} workers was killed, another took its place`, hits)
  },
} as const satisfies Probe
