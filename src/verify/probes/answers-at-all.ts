import { findException } from '../exception.ts'
import { describeAnswer } from '../health.ts'
import { judge, type Probe, type RunningService } from '../probe.ts'
import { pause } from '../wait.ts'

/** Seconds from a connection that was cut off to the end of the server: gunicorn listens before it imports the app. */
const endSeconds = 3

export const answersAtAll = {
  id: 'answers-at-all',
  looksAt: 'running',
  why: 'A server that ends as it starts, or that nothing reaches, is a 502 to everyone; every other probe would tell of that alone.',
  fix: 'Mend what is named here first: an exception of the app or of gunicorn.conf.py, a variable that `--from-env-file FILE` would give it, or the address that the CMD binds.',
  async run(running, plan) {
    const path = plan['health.path'].value
    const where = `GET ${path} at ${running.address}:${running.port}`
    const answer = running.exited()
      ? undefined
      : await running.request({ path, timeoutSeconds: plan['health.startupSeconds'].value })
    if (answer && answer.status > 0) return judge(`it runs, and ${where} gives an answer`, [])
    const exit = await Promise.race([running.exit, pause(endSeconds)])
    if (exit)
      return judge('', [`the server ended with ${exit.signal ?? exit.code}: ${lastWords(running)}`])
    return judge('', [
      `it runs, and ${where} gives ${answer ? describeAnswer(answer) : 'no answer'}`,
    ])
  },
} as const satisfies Probe

function lastWords(running: RunningService): string {
  const log = running.log()
  return findException(log, running.workdir) ?? log.at(-1) ?? 'its log is empty'
}
