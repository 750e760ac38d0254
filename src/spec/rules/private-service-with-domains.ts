import type { SpecRule } from './rule.ts'

export const privateServiceWithDomains = {
  id: 'private-service-with-domains',
  severity: 'error',
  why: 'A private service has no ingress, so its domains would lead nowhere and its ingress limits would do nothing.',
  fix: 'Remove `private: true`, or remove `domains` and `ingress`.',
  find: (spec) =>
    spec.private === true
      ? (['domains', 'ingress'] as const)
          .filter((key) => spec[key] !== undefined && Object.keys(spec[key]).length > 0)
          .map((key) => ({
            path: [key],
            at: 'key' as const,
            message: `\`${key}\` needs an ingress, and \`private: true\` takes it away.`,
          }))
      : [],
} as const satisfies SpecRule
