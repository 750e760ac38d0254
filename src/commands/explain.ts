import { didYouMean } from '../findings/did-you-mean.ts'
import type { Outcome, Topic, TopicLine } from '../outcome.ts'
import { planNotes } from '../plan/notes.ts'
import { type PromiseId, promises, testProofIds } from '../promises.ts'
import { findRuleInfo, ruleIds } from '../rules.ts'
import { documentSettings, findSetting, type Setting, settings } from '../spec/schema.ts'
import { findProbe, probeInfos } from '../verify/find-probe.ts'
import type { ProbeInfo } from '../verify/probe.ts'

/** What a promise, a setting or a rule means; without an id, the list of all of them. */
export async function explain(id: string | undefined): Promise<Outcome> {
  if (id === undefined) return { ok: true, findings: [], topics: listTopics() }
  const topic = findTopic(id)
  if (topic) return { ok: true, findings: [], topic }
  const known = listTopics().map((line) => line.id)
  const similar = didYouMean(id, known)
  return {
    ok: false,
    findings: [
      {
        rule: 'topic-unknown',
        severity: 'error',
        message: `Nothing here is called ${id}.`,
        fix: similar ? `Did you mean \`${similar}\`?` : 'Run `hoptix-deploy explain` for the list.',
        where: { file: id },
      },
    ],
  }
}

/** Everything that `explain` can be asked for. */
export function topicIds(): string[] {
  return [...new Set(listTopics().map(({ id }) => id))]
}

function listTopics(): TopicLine[] {
  return [
    ...Object.entries(promises).map(([id, { text }]) => ({ group: 'Promises', id, text })),
    ...[...settings, ...Object.values(documentSettings)]
      .filter(({ key }) => key.split('.').length <= listedDepth)
      .map(({ key, description }) => ({ group: 'Settings', id: key, text: description })),
    ...ruleIds.map((id) => ({ group: 'Rules', id, text: findRuleInfo(id)?.why ?? '' })),
    ...probeInfos.map(({ id, why }) => ({ group: 'Probes of verify', id, text: why })),
    ...Object.entries(planNotes).map(([id, { why }]) => ({
      group: 'Notes of plan',
      id,
      text: why,
    })),
  ]
}

/** Keys further down are told of with their parent: the list is long enough without them. */
const listedDepth = 2

function findTopic(id: string): Topic | undefined {
  if (Object.hasOwn(promises, id)) return promiseTopic(id as PromiseId)
  const setting = findSetting(id) ?? Object.values(documentSettings).find(({ key }) => key === id)
  if (setting) return settingTopic(setting)
  const rule = findRuleInfo(id)
  if (rule) return ruleTopic(id, 'rule', rule)
  const probe = findProbe(id)
  if (probe) return { id, kind: 'probe', paragraphs: probeParagraphs(probe) }
  return Object.hasOwn(planNotes, id)
    ? ruleTopic(id, 'note', planNotes[id as keyof typeof planNotes])
    : undefined
}

function probeParagraphs({ why, fix }: ProbeInfo): Topic['paragraphs'] {
  return [
    { label: 'Why', text: why },
    { label: 'Fix', text: fix },
  ]
}

function promiseTopic(id: PromiseId): Topic {
  const { text, why, enforcedBy, provenBy } = promises[id]
  const tests: readonly string[] = testProofIds
  const proofs = provenBy.map((proof) => (tests.includes(proof) ? `${proof} (a test)` : proof))
  return {
    id,
    kind: 'promise',
    paragraphs: [
      { label: 'What', text },
      { label: 'Why', text: why },
      { label: 'Enforced by', text: enforcedBy.join(', ') },
      { label: 'Proven by', text: proofs.join(', ') },
    ],
  }
}

function settingTopic(setting: Setting): Topic {
  const { key, description, accepts, source, env, gunicorn } = setting
  const fallback =
    setting.defaultNote ??
    (setting.default === undefined ? 'none' : JSON.stringify(setting.default))
  const paragraphs = [
    { label: 'What', text: description },
    { label: 'Accepts', text: accepts },
    { label: 'Default', text: setting.required ? 'none: it must be written' : fallback },
    { label: 'Why', text: source },
    { label: 'Keys', text: keysBeneath(key) },
    { label: 'Override in a running container', text: env },
    { label: "Gunicorn's name", text: gunicorn },
    { label: 'Example', text: `${key}: ${JSON.stringify(setting.examples[0])}` },
  ]
  return {
    id: key,
    kind: 'setting',
    paragraphs: paragraphs.filter(
      (entry): entry is Topic['paragraphs'][number] => entry.text !== undefined,
    ),
  }
}

/** The keys of a group, one level down; undefined for a plain value. */
function keysBeneath(parent: string): string | undefined {
  const depth = parent.split('.').length + 1
  const keys = settings
    .map(({ key }) => key)
    .filter((key) => key.startsWith(`${parent}.`) && key.split('.').length === depth)
  return keys.length > 0 ? keys.join(', ') : undefined
}

function ruleTopic(
  id: string,
  kind: 'rule' | 'note',
  { severity, why, fix }: { severity: string; why: string; fix: string },
): Topic {
  return {
    id,
    kind,
    paragraphs: [
      { label: 'Severity', text: severity },
      { label: 'Why', text: why },
      { label: 'Fix', text: fix },
    ],
  }
}
