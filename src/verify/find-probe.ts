import { deployedProbes } from './deployed/probes/index.ts'
import type { ProbeInfo } from './probe.ts'
import { probes } from './probes/index.ts'

/** What is told of every probe; one that looks at both places is told of once. */
export const probeInfos: readonly ProbeInfo[] = [
  ...probes,
  ...deployedProbes.filter(({ id }) => !probes.some((probe) => probe.id === id)),
]

export function findProbe(id: string): ProbeInfo | undefined {
  return probeInfos.find((probe) => probe.id === id)
}
