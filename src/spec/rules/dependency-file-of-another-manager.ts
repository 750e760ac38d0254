import { managers } from '../../facts/managers.ts'
import type { SpecRule } from './rule.ts'

export const dependencyFileOfAnotherManager = {
  id: 'dependency-file-of-another-manager',
  severity: 'error',
  why: 'Each manager reads its own files and ignores the rest, so the image would lack what they list.',
  fix: 'Name the files of the manager, or the manager of the files.',
  find: ({ dependencies }) => {
    const manager = dependencies?.manager ?? 'pip'
    const expected = managers[manager].files
    const files = dependencies?.files
    if (manager === 'pip' || !files) return []
    const missing = expected.filter((name) => !files.includes(name))
    return missing.length > 0
      ? [
          {
            path: ['dependencies', 'files'],
            message: `${manager} reads ${expected.join(' and ')}; ${missing.join(' and ')} is not in the list, or not at the top of \`root\`.`,
          },
        ]
      : []
  },
} as const satisfies SpecRule
