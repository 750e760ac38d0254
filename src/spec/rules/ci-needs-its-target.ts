import type { SpecRule } from './rule.ts'

const needed = ['project', 'cluster', 'deploymentTarget'] as const

export const ciNeedsItsTarget = {
  id: 'ci-needs-its-target',
  severity: 'error',
  why: 'The workflow has to say which project, cluster and deployment target it deploys to, and its file is named after the cluster.',
  fix: 'Write `porter: {project: …, cluster: …, deploymentTarget: …}`. The workflow that Porter itself proposes for the app has all three.',
  find: ({ ci, porter }) => {
    const missing = needed.filter((key) => porter?.[key] === undefined)
    return ci === 'github' && missing.length > 0
      ? [
          {
            path: ['ci'],
            message: `\`ci: github\` needs ${missing.map((key) => `\`porter.${key}\``).join(', ')} too.`,
          },
        ]
      : []
  },
} as const satisfies SpecRule
