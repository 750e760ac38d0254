import { managers } from '../../facts/managers.ts'
import type { SpecRule } from './rule.ts'

export const managerHasOwnIndexes = {
  id: 'manager-has-own-indexes',
  severity: 'error',
  why: 'A manager with a lock file installs exactly what that file says, from where it says: an index or a step beside it would be ignored, or would install a second version.',
  fix: "Write it into the manager's own manifest and lock again.",
  find: ({ dependencies }) => {
    const { indexesIn } = managers[dependencies?.manager ?? 'pip']
    if (indexesIn === undefined) return []
    return (['indexes', 'steps'] as const)
      .filter((key) => (dependencies?.[key]?.length ?? 0) > 0)
      .map((key) => ({
        path: ['dependencies', key],
        at: 'key' as const,
        message: `\`${key}\` is for pip; ${dependencies?.manager} installs what its lock file says.`,
        ...(key === 'indexes' && { fix: `Use ${indexesIn}, and lock again.` }),
      }))
  },
} as const satisfies SpecRule
