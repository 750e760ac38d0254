/** Asks again and again until there is an answer; undefined when none comes in time. */
export async function waitFor<T>(
  read: () => T | undefined | Promise<T | undefined>,
  seconds: number,
): Promise<T | undefined> {
  const end = performance.now() + seconds * 1000
  for (;;) {
    const answer = await read()
    if (answer !== undefined) return answer
    if (performance.now() > end) return undefined
    await pause(0.03)
  }
}

export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000))
}

/** Runs tasks in their order, so many at a time; the results keep that order. */
export async function runInTurns<T>(
  tasks: readonly (() => Promise<T>)[],
  atOnce: number,
): Promise<T[]> {
  const results: T[] = []
  const queue = tasks.entries()
  const takeTurns = async () => {
    for (const [index, task] of queue) results[index] = await task()
  }
  await Promise.all(Array.from({ length: atOnce }, takeTurns))
  return results
}
