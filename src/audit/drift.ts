import { type Change, pathOf } from '../artifacts/change.ts'
import { diffText } from '../artifacts/diff.ts'
import { findEditedKeys } from '../artifacts/edit-hints.ts'
import { shell } from '../artifacts/escape.ts'
import type { Finding } from '../findings/finding.ts'
import type { RuleInfo } from '../spec/checks.ts'

/** How a file in the repository can differ from what the description comes to. */
export const driftChecks = {
  'file-missing': {
    severity: 'error',
    why: 'Without the file the service does not build or deploy the way its description says.',
    fix: 'Run `npx hoptix-deploy generate` and commit what it writes.',
  },
  'file-stale': {
    severity: 'error',
    why: 'The description has changed since the file was written, so what deploys is not what is described.',
    fix: 'Run `npx hoptix-deploy generate` and commit what it writes.',
  },
  'file-outdated': {
    severity: 'warning',
    why: 'Another version of hoptix-deploy wrote the file. Taking what this one writes is an upgrade, and a choice.',
    fix: 'Run `npx hoptix-deploy generate`, read the diff, and commit it; or pin the version that wrote the file.',
  },
  'file-edited': {
    severity: 'error',
    why: 'An edit in a generated file is lost when it is written again, and until then the description is wrong.',
    fix: 'Move the edit into hoptix.yaml, or give it up with `npx hoptix-deploy generate --force PATH`.',
  },
  'file-foreign': {
    severity: 'error',
    why: 'Somebody else wrote the file, so it is not overwritten unasked; until then the service does not run as described.',
    fix: 'Move it away, or replace it with `npx hoptix-deploy generate --force PATH`.',
  },
  'file-orphaned': {
    severity: 'warning',
    why: 'The description no longer plans the file, but a platform or a person may still read it.',
    fix: 'Remove it with `npx hoptix-deploy generate --prune`.',
  },
  'file-of-another-app': {
    severity: 'error',
    why: 'The file is the way to another live service; replacing it would deploy this one over it. No flag does that.',
    fix: 'Make `name` in hoptix.yaml that app, or write beside it: `porter: {file: deploy/porter.yaml}`.',
  },
  'file-not-planned': {
    severity: 'error',
    why: 'A path that names no file of the description is a slip, and what it was meant for would stay undone.',
    fix: 'Name the path as `npx hoptix-deploy generate --dry-run` prints it.',
  },
  'file-is-the-description': {
    severity: 'error',
    why: 'A generated file would replace the description it is made from. No flag does that.',
    fix: 'Choose another `porter: {file: …}` in hoptix.yaml, or another name for the description.',
  },
  'file-outside-repository': {
    severity: 'error',
    why: 'A link leads out of the repository, and nothing is written where a repository does not reach. No flag does that.',
    fix: 'Replace the link with a folder, or choose another place in hoptix.yaml.',
  },
} as const satisfies Record<string, RuleInfo>

export type DriftId = keyof typeof driftChecks

/** What a change says to a person; undefined when there is nothing to say. */
export function describeChange(change: Change): Finding | undefined {
  const told = tell(change)
  if (!told) return undefined
  const { severity, fix } = driftChecks[told.rule]
  const path = pathOf(change)
  const where = { file: path }
  return {
    severity,
    fix: (told.fix ?? fix).replace('PATH', () => shell(path)),
    where,
    ...withoutFix(told),
  }
}

interface Told {
  readonly rule: DriftId
  readonly message: string
  readonly fix?: string
}

function withoutFix({ rule, message }: Told): Pick<Finding, 'rule' | 'message'> {
  return { rule, message }
}

function tell(change: Change): Told | undefined {
  switch (change.kind) {
    case 'unchanged':
      return undefined
    case 'create':
      return { rule: 'file-missing', message: 'The file is not there.' }
    case 'orphan':
      return tellOrphan(change)
    case 'update':
      return tellUpdate(change)
    case 'blocked':
      return tellBlocked(change)
  }
}

function tellOrphan({ path, edited, goneService }: Extract<Change, { kind: 'orphan' }>): Told {
  const message = goneService
    ? `hoptix.yaml no longer has the service ${goneService}, which this file was made for.${tellLive(path)}`
    : 'hoptix.yaml no longer plans this file.'
  if (!edited) return { rule: 'file-orphaned', message }
  const fix =
    'It was edited by hand: save what you need, then `npx hoptix-deploy generate --prune --force`.'
  return { rule: 'file-orphaned', message, fix }
}

/** Who removes a service here may think that it is gone there too. */
function tellLive(path: string): string {
  return /porter\.yaml$/.test(path)
    ? ' Its app on Porter keeps running until it is removed there.'
    : ''
}

function tellUpdate({ artifact, reason }: Extract<Change, { kind: 'update' }>): Told | undefined {
  const sources = artifact.own ? `hoptix.yaml or ${artifact.own.template}` : 'hoptix.yaml'
  switch (reason) {
    case 'stale':
      return { rule: 'file-stale', message: `${sources} has changed since this file was written.` }
    case 'outdated':
      return { rule: 'file-outdated', message: 'Another version of hoptix-deploy wrote this file.' }
    case 'forced':
      return undefined
  }
}

function tellBlocked(change: Extract<Change, { kind: 'blocked' }>): Told {
  switch (change.reason) {
    case 'edited':
      return tellEdited(change)
    case 'foreign':
      return { rule: 'file-foreign', message: 'hoptix-deploy did not write what stands here.' }
    case 'another-app':
      return { rule: 'file-of-another-app', message: 'The file belongs to another Porter app.' }
    case 'description':
      return { rule: 'file-is-the-description', message: 'The description itself stands here.' }
    case 'outside':
      return { rule: 'file-outside-repository', message: 'The path leads out of the repository.' }
  }
}

/** Read from their edit back to ours, so that the keys are those of the lines a person touched. */
function tellEdited({ artifact, before }: Extract<Change, { kind: 'blocked' }>): Told {
  const keys = findEditedKeys(artifact.path, diffText(artifact.path, before, artifact.content)).map(
    (key) => `\`${key}\``,
  )
  const message = 'The file was edited by hand after it was written.'
  const places = [
    ...(keys.length > 0 ? [`${keys.join(', ')} in hoptix.yaml`] : []),
    ...(artifact.own ? [artifact.own.template] : []),
  ]
  if (places.length === 0) return { rule: 'file-edited', message }
  const fix = `Move the edit to ${places.join(' or ')}, or give it up with \`npx hoptix-deploy generate --force PATH\`.`
  return { rule: 'file-edited', message, fix }
}
