import { askHealth } from '../health.ts'
import { judge, type Probe, unseen } from '../probe.ts'
import { answersAtAll } from './answers-at-all.ts'

export const answersFromOutside = {
  id: 'answers-from-outside',
  looksAt: 'running',
  after: [answersAtAll.id],
  why: 'The ingress and the kubelet come from other addresses, with the address of the pod as Host.',
  fix: 'Bind to 0.0.0.0 and let the bootstrap answer the health path.',
  async run(running, plan) {
    if (!running.isOutside)
      return unseen('without a network of its own it can only be asked on loopback')
    const { answer, hits } = await askHealth(running, plan)
    return judge(`${running.address} answered ${answer.status} ${answer.body}`, hits)
  },
} as const satisfies Probe
