import { format } from 'prettier'
import { planNotes } from '../src/plan/notes.ts'
import { promisesOf } from '../src/promises.ts'
import { findRuleInfo, ruleIds } from '../src/rules.ts'
import type { RuleInfo } from '../src/spec/checks.ts'
import { escapeMarkdown } from './markdown.ts'

/** docs/rules.md: every rule, from the same tables that the tool reads. */
export function writeRules(): Promise<string> {
  const rules = ruleIds.map((id) => ({ id, info: infoOf(id) }))
  const notes = Object.entries(planNotes).map(([id, info]) => ({ id, info }))
  const page = [
    '# Rules',
    '',
    'Everything that a finding can be called, in the order in which it is judged: the description, what stands beside it,',
    'the files, and what differs from the description. `hoptix-deploy explain RULE` says the same in a terminal.',
    '',
    'An _error_ fails `check`, and stops `generate` too unless writing the files is what mends it. A _warning_ fails `check`',
    'only. An _info_ does neither.',
    '',
    '| rule | severity |',
    '| --- | --- |',
    ...rules.map(({ id, info }) => `| [${id}](#${id}) | ${info.severity} |`),
    '',
    ...rules.flatMap(({ id, info }) => [`## \`${id}\``, '', ...describe(info, linkPromises(id))]),
    '## Notes of plan',
    '',
    'Worth knowing of a plan that is fine. `plan` shows them; they never fail anything.',
    '',
    ...notes.flatMap(({ id, info }) => [`### \`${id}\``, '', ...describe(info, '')]),
  ]
  return format(page.join('\n'), { parser: 'markdown' })
}

function infoOf(id: string): RuleInfo {
  const info = findRuleInfo(id)
  if (!info) throw new Error(`No rule is called ${id}`)
  return info
}

function linkPromises(rule: string): string {
  return promisesOf(rule)
    .map((id) => `[${id}](promises.md#${id})`)
    .join(', ')
}

function describe({ severity, why, fix }: RuleInfo, guards: string): string[] {
  return [
    escapeMarkdown(why),
    '',
    `- Severity: ${severity}.`,
    `- Fix: ${escapeMarkdown(fix)}`,
    ...(guards ? [`- Guards: ${guards}.`] : []),
    '',
  ]
}
