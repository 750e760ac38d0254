import { probeTimeoutSeconds } from '../../targets/porter/artifact.ts'
import { valueAt, webServices } from '../readers/porter-files.ts'
import type { Rule } from '../rule.ts'

/** Porter's default, in seconds. */
const defaultTimeout = 1

export const probeTimeoutTooShort = {
  id: 'probe-timeout-too-short',
  severity: 'warning',
  why: 'A pool whose threads are all busy did not answer one of 20 checks within 1 s: the service is taken out, or killed, because people use it.',
  fix: `Write \`timeoutSeconds: ${probeTimeoutSeconds}\`.`,
  find: (repo) =>
    webServices(repo).flatMap(({ file, service }) =>
      probes.flatMap((probe) => {
        if (valueAt(service.fields, [probe, 'enabled']) !== true) return []
        const seconds = valueAt(service.fields, [probe, 'timeoutSeconds']) ?? defaultTimeout
        if (typeof seconds !== 'number' || seconds >= probeTimeoutSeconds) return []
        const line = service.line(probe, 'timeoutSeconds')
        const where = line === service.line() ? service.line(probe) : line
        return [{ file: file.path, line: where, message: `${probe} waits only ${seconds} s.` }]
      }),
    ),
} as const satisfies Rule

const probes = ['healthCheck', 'livenessCheck', 'readinessCheck', 'startupCheck'] as const
