import type { Path } from '../locate.ts'
import type { DraftService } from '../schema.ts'
import { type DraftProcess, listProcesses } from './processes.ts'

/** What has a number of instances: the web service and each process. */
export interface Scaled {
  /** Where its keys stand. */
  readonly path: Path
  readonly owner: DraftService | DraftProcess
}

export function listScaled(spec: DraftService): Scaled[] {
  const processes = listProcesses(spec).map(({ path, process }) => ({ path, owner: process }))
  return [{ path: [], owner: spec }, ...processes]
}
