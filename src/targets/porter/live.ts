import { parseDocument } from 'yaml'
import type { Finding, Severity } from '../../findings/finding.ts'
import type { RuleInfo } from '../../spec/checks.ts'
import { findSecretShape } from '../../spec/secrets.ts'

/** What a live configuration can hold that no file of the repository shows. */
export const liveChecks = {
  'live-file-unreadable': {
    severity: 'error',
    why: 'Only what `porter app yaml APP` prints can be compared.',
    fix: 'Run `porter app yaml APP > live.yaml` and name that file.',
  },
  'live-app-is-another': {
    severity: 'error',
    why: 'Two apps with different names have nothing to do with each other; deploying would start a second one.',
    fix: 'Make `name` in hoptix.yaml the name of the live app.',
  },
  'live-start-command': {
    severity: 'error',
    why: "A start command typed into the dashboard replaces the image's CMD: that is how a development server on 127.0.0.1 gets into production.",
    fix: 'Deploy the porter.yaml of this repository, whose `run` is empty, then look again; else clear the field by hand.',
  },
  'live-service-is-not-planned': {
    severity: 'warning',
    why: 'Porter merges services by name: one that the file does not name keeps running beside the new one.',
    fix: 'Make `porter.service` the name of the live service, or remove the old one in Porter.',
  },
  'live-value-differs': {
    severity: 'info',
    why: 'The next deploy changes it to what the file says.',
    fix: 'If the live value is the right one, write it into hoptix.yaml.',
  },
} as const satisfies Record<string, RuleInfo>

/** One value that is not the same in the repository and in the cluster. */
export interface LiveDifference {
  readonly key: string
  readonly planned: string
  readonly live: string
}

export interface LiveComparison {
  readonly differences: readonly LiveDifference[]
  readonly findings: readonly Finding[]
}

type Values = Record<string, unknown>

/** A rendered porter.yaml beside what `porter app yaml APP` exports. `file` names the export in findings. */
export function compareLive(rendered: string, exported: string, file: string): LiveComparison {
  const planned = readApp(rendered)
  const live = readApp(exported)
  if (!planned || !live)
    return {
      differences: [],
      findings: [finding('live-file-unreadable', 'The file is not the YAML of an app.', file)],
    }
  const names = new Set(servicesOf(planned).map(({ name }) => String(name)))
  const differences = compareValues(flatten(planned), flatten(live))
  const findings = [
    ...(live['name'] !== undefined && live['name'] !== planned['name']
      ? [
          finding(
            'live-app-is-another',
            `The live app is called ${String(live['name'])}, this one ${String(planned['name'])}.`,
            file,
          ),
        ]
      : []),
    ...servicesOf(live)
      .filter(({ type, run }) => type === 'web' && typeof run === 'string' && run !== '')
      .map(({ name }) =>
        finding(
          'live-start-command',
          `The live service ${String(name)} has a start command of its own.`,
          file,
        ),
      ),
    ...servicesOf(live)
      .filter(({ name }) => !names.has(String(name)))
      .map(({ name }) =>
        finding(
          'live-service-is-not-planned',
          `The live service ${String(name)} is in no file of this repository.`,
          file,
        ),
      ),
    ...(differences.length > 0
      ? [
          finding(
            'live-value-differs',
            `${differences.length} live values differ from what is planned.`,
            file,
          ),
        ]
      : []),
  ]
  return { differences, findings }
}

function finding(rule: keyof typeof liveChecks, message: string, file: string): Finding {
  const { severity, fix }: { severity: Severity; fix: string } = liveChecks[rule]
  return { rule, severity, message, fix, where: { file } }
}

function readApp(text: string): Values | undefined {
  const document = parseDocument(text, { uniqueKeys: false })
  const value: unknown = document.errors.length === 0 ? document.toJS() : undefined
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Values)
    : undefined
}

function servicesOf({ services }: Values): Values[] {
  return Array.isArray(services)
    ? services.filter(
        (service): service is Values => typeof service === 'object' && service !== null,
      )
    : []
}

/** Only keys that the file states are compared: the export also holds every default of the platform. */
function compareValues(planned: Map<string, string>, live: Map<string, string>): LiveDifference[] {
  return [...planned]
    .filter(([key, value]) => live.get(key) !== value)
    .map(([key, value]) => ({ key, planned: shown(key, value), live: shown(key, live.get(key)) }))
}

/** Environment values stay where they are, in a command too: somebody may have put a secret there. */
function shown(key: string, value: string | undefined): string {
  if (value === undefined) return 'absent'
  if (key.startsWith('env.')) return 'set'
  if (key.endsWith('.run') && (value.includes('=') || findSecretShape(value)))
    return '(a command that sets variables)'
  return value === '' ? '(empty)' : value
}

/** `services.web.port` to its text; services go by name, since their order means nothing. */
function flatten(value: unknown, prefix = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null)
    return new Map([[prefix, value === null ? '' : String(value)]])
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [String((item as Values | null)?.['name'] ?? index), item])
    : Object.entries(value)
  return new Map(
    entries.flatMap(([key, child]) => [
      ...flatten(child, prefix === '' ? key : `${prefix}.${key}`),
    ]),
  )
}
