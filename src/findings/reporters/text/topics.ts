import type { Topic, TopicLine } from '../../../outcome.ts'
import { type Screen, wrap } from './screen.ts'
import { alignRows } from './table.ts'

/** One topic of `explain`: its name, then labelled paragraphs. */
export function topicText({ id, kind, paragraphs }: Topic, screen: Screen): string {
  const { paint, columns } = screen
  const head = `${paint.bold(id)}  ${paint.dim(kind)}`
  const blocks = paragraphs.map(
    ({ label, text }) => `${paint.bold(label)}\n${wrap(text, columns - 2, 2)}`,
  )
  return [head, ...blocks].join('\n\n')
}

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
