import type { Topic } from '../../../outcome.ts'
import { type Screen, wrap } from './screen.ts'

/** One topic of `explain`: its name, then labelled paragraphs. */
export function topicText({ id, kind, paragraphs }: Topic, screen: Screen): string {
  const { paint, columns } = screen
  const head = `${paint.bold(id)}  ${paint.dim(kind)}`
  const blocks = paragraphs.map(
    ({ label, text }) => `${paint.bold(label)}\n${wrap(text, columns - 2, 2)}`,
  )
  return [head, ...blocks].join('\n\n')
}
