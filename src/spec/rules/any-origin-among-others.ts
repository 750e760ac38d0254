import type { SpecRule } from './rule.ts'

export const anyOriginAmongOthers = {
  id: 'any-origin-among-others',
  severity: 'error',
  why: '`*` already allows every origin, so the others in the list only look like a restriction.',
  fix: 'Keep `*` alone, or keep the others.',
  find: ({ cors }) => {
    const origins = typeof cors === 'object' ? (cors.origins ?? []) : []
    return origins.length > 1 && origins.includes('*')
      ? [
          {
            path: ['cors', 'origins', origins.indexOf('*')],
            message: `\`*\` stands beside ${origins.length - 1} other origin(s) and makes them meaningless.`,
          },
        ]
      : []
  },
} as const satisfies SpecRule
