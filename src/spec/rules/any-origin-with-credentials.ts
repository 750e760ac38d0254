import type { SpecRule } from './rule.ts'

export const anyOriginWithCredentials = {
  id: 'any-origin-with-credentials',
  severity: 'error',
  why: 'Any website could then act with the cookies of your users; browsers refuse the pair, and libraries that "help" reflect every origin.',
  fix: 'List the origins that may send credentials, or set `credentials: false`.',
  find: ({ cors }) =>
    typeof cors === 'object' && cors.credentials === true && cors.origins?.includes('*')
      ? [
          {
            path: ['cors', 'credentials'],
            message: 'Credentials are allowed for the origin `*`, so for every website there is.',
          },
        ]
      : [],
} as const satisfies SpecRule
