import { listProcesses } from './processes.ts'
import type { SpecRule } from './rule.ts'

export const processNameRepeated = {
  id: 'process-name-repeated',
  severity: 'error',
  why: 'Porter merges services by name: of two with one name only one would run.',
  fix: 'Give each process a name of its own; the web service is called `web`, or what `porter.service` says.',
  find: (spec) => {
    const web = 'app' in spec ? [spec.porter?.service ?? 'web'] : []
    const taken = new Set<string>(web)
    return listProcesses(spec).flatMap(({ path, process: { name } }) => {
      if (name === undefined) return []
      const isTaken = taken.has(name)
      taken.add(name)
      const message = `Another service of this app is called \`${name}\` already.`
      return isTaken ? [{ path: [...path, 'name'], message }] : []
    })
  },
} as const satisfies SpecRule
