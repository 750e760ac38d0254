import type { TopicLine } from '../../../outcome.ts'
import type { Screen } from './screen.ts'
import { alignRows } from './table.ts'

/** Everything that can be explained, by kind. */
export function topicsText(topics: readonly TopicLine[], screen: Screen): string {
  const groups = [...new Set(topics.map(({ group }) => group))]
  const width = Math.min(34, Math.max(...topics.map(({ id }) => id.length)))
  return groups
    .map((group) => {
      const rows = topics
        .filter((topic) => topic.group === group)
        .map(({ id, text }) => [id.padEnd(width), text])
      return `${screen.paint.bold(group)}\n${alignRows(rows, [width], screen)}`
    })
    .join('\n\n')
}
