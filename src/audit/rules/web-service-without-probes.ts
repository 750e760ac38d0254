import { valueAt, webServices } from '../readers/porter-files.ts'
import type { Rule } from '../rule.ts'

export const webServiceWithoutProbes = {
  id: 'web-service-without-probes',
  severity: 'warning',
  why: 'Probes are off by default: a new instance gets requests before it can answer, and a stuck one keeps getting them.',
  fix: 'Add a `readinessCheck` and a `livenessCheck` with the health path.',
  find: (repo) =>
    webServices(repo)
      .filter(
        ({ service }) =>
          !['healthCheck', 'readinessCheck'].some(
            (probe) => valueAt(service.fields, [probe, 'enabled']) === true,
          ),
      )
      .map(({ file, service }) => ({
        file: file.path,
        line: service.line(),
        message: `Nothing tells whether the web service ${service.name} is ready.`,
      })),
} as const satisfies Rule
