import { type Change, pathOf } from '../../../artifacts/change.ts'
import type { Outcome } from '../../../outcome.ts'
import type { Screen } from './screen.ts'

type State = { word: string; color: 'green' | 'yellow' | 'red' | 'dim' | 'magenta' }

const planned: Record<Change['kind'], State> = {
  create: { word: 'create', color: 'green' },
  update: { word: 'update', color: 'yellow' },
  unchanged: { word: 'unchanged', color: 'dim' },
  blocked: { word: 'blocked', color: 'red' },
  orphan: { word: 'orphan', color: 'magenta' },
}

const done: Partial<Record<Change['kind'], State>> = {
  create: { word: 'created', color: 'green' },
  update: { word: 'updated', color: 'yellow' },
}

/** An orphan is named whatever happens to it; with --prune it goes. */
function stateOf(change: Change, applied: boolean): State {
  if (change.kind === 'orphan' && change.removed)
    return { word: applied ? 'removed' : 'remove', color: 'yellow' }
  return (applied ? done[change.kind] : undefined) ?? planned[change.kind]
}

/** One line a file: what happens to it, and why. `check` says it all in its findings. */
export function changesText({ changes = [], applied }: Outcome, screen: Screen): string {
  if (applied === undefined) return ''
  const width = Math.max(0, ...changes.map((change) => pathOf(change).length))
  return changes
    .map((change) => {
      const { word, color } = stateOf(change, applied)
      const reason = reasonOf(change)
      const path = reason ? pathOf(change).padEnd(width) : pathOf(change)
      return `  ${screen.paint[color](word.padEnd(9))}  ${path}${reason ? `  ${screen.paint.dim(reason)}` : ''}`
    })
    .join('\n')
}

function reasonOf(change: Change): string {
  if (change.kind === 'update' && change.reason === 'stale' && change.artifact.own)
    return 'the description or the template changed'
  return 'reason' in change
    ? reasons[change.reason]
    : change.kind === 'orphan' && change.edited
      ? 'edited by hand'
      : ''
}

const reasons: Record<Extract<Change, { reason: string }>['reason'], string> = {
  stale: 'the description changed',
  outdated: 'hoptix-deploy changed',
  forced: 'overwritten by --force',
  edited: 'edited by hand',
  foreign: 'not written by us',
  'another-app': 'names another app',
  outside: 'leads out of the repository',
  description: 'is the description itself',
}
