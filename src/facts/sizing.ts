/**
 * How many workers a container gets. gunicorn.conf.py applies the same rule at start, with the container's real
 * limits in place of the declared ones; the two are tested against each other.
 */

/** What one worker of an ordinary app needs with room to breathe; `auto` plans with it. */
export const plannedMiBPerWorker = 256

/** Below this a worker is killed for memory sooner or later (measured: 64 in 512 MB, 154 kills in 25 s). */
export const minimumMiBPerWorker = 128

/** More workers than this in one instance are better spent on a second instance. */
export const mostAutoWorkers = 12

/** Workers for `auto`: 2 x CPU + 1 (Gunicorn's design docs), two on less than one core, as many as fit in memory. */
export function autoWorkers(cpu: number, memoryMiB: number): number {
  const byCpu = cpu < 1 ? 2 : 2 * Math.ceil(cpu) + 1
  const byMemory = Math.floor(memoryMiB / plannedMiBPerWorker)
  return Math.max(1, Math.min(byCpu, byMemory, mostAutoWorkers))
}

/** The arithmetic in words, for `plan` and the guide. */
export function explainAutoWorkers(cpu: number, memoryMiB: number): string {
  const byCpu =
    cpu < 1 ? 'two on less than one core' : `2 x ${Math.ceil(cpu)} + 1 = ${2 * Math.ceil(cpu) + 1}`
  const byMemory = Math.floor(memoryMiB / plannedMiBPerWorker)
  return `${byCpu}; ${memoryMiB} MB hold ${byMemory}; at most ${mostAutoWorkers}`
}
