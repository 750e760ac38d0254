import { gunicornVersion } from '../../facts/servers.ts'
import type { Plan } from '../../plan/plan.ts'
import { expectedWorkers } from '../expected-config.ts'
import { judge, type Probe, type RunningService } from '../probe.ts'
import { type LogEntry, readServerLog } from '../server-log.ts'
import { waitFor } from '../wait.ts'
import { answersAtAll } from './answers-at-all.ts'

/** gunicorn writes these lines before a worker imports the app, however long that takes. */
const mostSeconds = 10

export const logIsTheExpectedOne = {
  id: 'log-is-the-expected-one',
  looksAt: 'running',
  after: [answersAtAll.id],
  why: 'The start of the log is what people compare with the guide when something is wrong.',
  fix: 'Keep the generated CMD and gunicorn.conf.py, and compare the log with the one in DEPLOYMENT.md.',
  async run(running, plan) {
    const expected = expectedLines(running, plan)
    const read = () => readServerLog(running.log())
    const missing = () => expected.filter(({ is, times }) => count(read(), is) < times)
    await waitFor(() => (missing().length === 0 ? true : undefined), mostSeconds)
    const bad = read().filter(({ level }) => ['error', 'critical'].includes(level))
    return judge(expected.map(({ says }) => says).join(' · ') || 'no error', [
      ...missing().map(({ says }) => `the log lacks: ${says}`),
      ...bad.map(({ level, message }) => `the log has a line of level ${level}: ${message}`),
    ])
  },
} as const satisfies Probe

interface ExpectedLine {
  readonly says: string
  readonly is: (message: string) => boolean
  readonly times: number
}

function expectedLines(running: RunningService, plan: Plan): ExpectedLine[] {
  // At other levels gunicorn leaves these lines out, as was asked.
  if (!['debug', 'info'].includes(plan.logLevel.value)) return []
  const workers = expectedWorkers(plan, running.limits)
  const once = [
    `Starting gunicorn ${gunicornVersion}`,
    `Listening at: http://0.0.0.0:${running.port} (${running.ownPid()})`,
    `Using worker: ${plan.workerClass.value}`,
  ]
  return [
    ...once.map((says) => ({ says, is: (message: string) => message === says, times: 1 })),
    {
      says: `Booting worker with pid, ${workers} times`,
      is: (message) => /^Booting worker with pid: \d+$/.test(message),
      times: workers,
    },
  ]
}

function count(entries: readonly LogEntry[], is: ExpectedLine['is']): number {
  return entries.filter(({ message }) => is(message)).length
}
