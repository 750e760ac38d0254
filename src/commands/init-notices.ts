import type { DetectedService } from '../detect/index.ts'
import { describeUnmet } from '../detect/python-version.ts'
import type { Draft } from '../detect/write-description.ts'
import { type Finding, formatLocation } from '../findings/finding.ts'
import type { InitOptions } from './init-options.ts'

const describingFlags = [
  'name',
  'root',
  'app',
  'framework',
  'port',
  'profile',
  'origin',
  'all',
] as const

/** A standing description is what counts; a flag that says something else must not seem to. */
export function findIgnoredFlags(file: string, options: InitOptions): Finding[] {
  const flags = describingFlags
    .filter((flag) => options[flag] !== undefined)
    .map((flag) => `--${flag}`)
  if (flags.length === 0) return []
  const named = [flags.slice(0, -1).join(', '), flags.at(-1)].filter(Boolean).join(' and ')
  return [
    {
      rule: 'flags-ignored',
      severity: 'warning',
      message: `${named} changed nothing: ${file} stands, and what it says is kept.`,
      fix: `Write the values into ${file} and run \`npx hoptix-deploy generate\`; or remove it and run init again.`,
      where: { file },
    },
  ]
}

/** What init decided that a person may want otherwise. */
export function noticeChoices(draft: Draft, { cors, python }: DetectedService): Finding[] {
  const unmet = python.unmet ? [describeUnmet(python.unmet)] : []
  if (!cors || draft.cors) return unmet
  return [
    ...unmet,
    {
      rule: 'cors-left-to-the-app',
      severity: 'info',
      message: `The code answers cross-origin requests itself (${formatLocation(cors)}); that stays as it is.`,
      fix: 'To let hoptix.yaml decide, declare `cors: {origins: [https://app.example.com]}`.',
      where: cors,
    },
  ]
}
