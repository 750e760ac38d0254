import { probeTimeoutSeconds } from '../../targets/porter/artifact.ts'
import { askHealth } from '../health.ts'
import { putUnderLoad, sidesFor } from '../load.ts'
import { judge, type Probe } from '../probe.ts'
import { answersAtAll } from './answers-at-all.ts'

export const answersUnderLoad = {
  id: 'answers-under-load',
  looksAt: 'running',
  after: [answersAtAll.id],
  why: 'A service that fails or forgets its health path in a small crowd is restarted in its busiest minute.',
  fix: 'Look in the log for what failed; raise `workers`, `threads` or `resources`, and let the bootstrap answer the health path.',
  async run(running, plan) {
    const { count, failures, slowestHealth } = await putUnderLoad(running, plan)
    const slowest = `${slowestHealth.toFixed(2)} s`
    const { hits } = await askHealth(running, plan)
    const path = plan['health.path'].value
    return judge(
      `${count} requests from ${sidesFor(plan)} sides, none failed; ${path} within ${slowest}`,
      [
        ...failures,
        ...(slowestHealth <= probeTimeoutSeconds
          ? []
          : [
              `GET ${path} took ${slowest} under load, and the probe waits ${probeTimeoutSeconds} s`,
            ]),
        ...hits.map((hit) => `after the load ${hit}`),
      ],
    )
  },
} as const satisfies Probe
