import { judge } from '../../probe.ts'
import type { DeployedProbe } from '../deployed-probe.ts'
import { answersHealth } from './answers-health.ts'

const requests = 5

export const answersInTime = {
  id: 'answers-in-time',
  after: [answersHealth.id],
  why: 'The platform restarts an instance whose health path takes longer than the timeout of its probe.',
  fix: 'Find what holds the workers in the log, raise `resources`, or shorten what the app does in one request.',
  async run(service, plan) {
    const seconds: number[] = []
    const hits: string[] = []
    for (let index = 0; index < requests; index++) {
      const begin = performance.now()
      const answer = await service.request({ path: plan['health.path'].value })
      seconds.push((performance.now() - begin) / 1000)
      if (answer.status !== 200)
        hits.push(`request ${index + 1} of ${requests}: status ${answer.status}`)
    }
    const sorted = seconds.toSorted((a, b) => a - b)
    const [fastest = 0, , median = 0, , slowest = 0] = sorted
    if (median > service.slowSeconds)
      hits.push(
        `the median answer takes ${median.toFixed(1)} s, and a probe waits for ${service.slowSeconds} s`,
      )
    const shown = [median, fastest, slowest].map((time) => `${Math.round(time * 1000)} ms`)
    return judge(
      `median ${shown[0]} of ${requests} (${shown[1]} to ${shown[2]}), connection and TLS included`,
      hits,
    )
  },
} as const satisfies DeployedProbe
