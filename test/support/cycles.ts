import { alg, Graph } from '@dagrejs/graphlib'

/** One thing, such as a file, and another that it imports. */
export type Import = readonly [from: string, to: string]

/**
 * Every cycle, of any length. Cycles that share a member are told as one (a strongly connected component of the
 * graph), by all the imports between its members: at least one of them has to go.
 */
export function findCycles(imports: readonly Import[]): string[][] {
  const graph = new Graph()
  for (const [from, to] of imports) graph.setEdge(from, to)
  return alg.findCycles(graph).map((members) => {
    const within = imports.filter((ends) => ends.every((end) => members.includes(end)))
    return [...new Set(within.map(([from, to]) => `${from} imports ${to}`))].sort()
  })
}
