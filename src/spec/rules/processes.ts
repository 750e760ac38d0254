import type { Path } from '../locate.ts'
import type { DraftService } from '../schema.ts'
import { isMap } from '../show.ts'

/** A process as far as it parsed: a key that has a mistake of its own is absent. */
export type DraftProcess = Partial<NonNullable<DraftService['processes']>[number]>

/** The processes of a description with their places; what is no map at all is left out. */
export function listProcesses({
  processes,
}: DraftService): { path: Path; process: DraftProcess }[] {
  const items: readonly unknown[] = Array.isArray(processes) ? processes : []
  return items.flatMap((process, index) =>
    isMap(process) ? [{ path: ['processes', index], process }] : [],
  )
}
