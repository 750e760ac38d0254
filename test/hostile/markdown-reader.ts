import { type Node, Parser } from 'commonmark'

/** One thing that a CommonMark parser finds, in the order of the document. */
export interface Part {
  readonly type: string
  readonly text: string
}

/**
 * The parser's own patterns stop at these two, which are letters like any other to CommonMark: it would take a code
 * span for a fenced block. Non-characters stand in for them meanwhile.
 */
const standIns: readonly (readonly [string, string])[] = [
  ['\u2028', '\ufdd0'],
  ['\u2029', '\ufdd1'],
]

/** Every node of a document as it is entered. Code is kept to the letter, prose too. */
export function readMarkdown(markdown: string): Part[] {
  const parts: Part[] = []
  const source = standIns.reduce((text, [from, to]) => text.replaceAll(from, to), markdown)
  const walker = new Parser().parse(source).walker()
  for (let event = walker.next(); event; event = walker.next()) {
    if (!event.entering) continue
    const { type, literal, info, destination }: Node = event.node
    const found = [info, destination, literal].filter(Boolean).join('\n')
    const text = standIns.reduce((kept, [from, to]) => kept.replaceAll(to, from), found)
    const last = parts.at(-1)
    // The parser splits prose wherever a mark could have begun.
    if (type === 'text' && last?.type === 'text')
      parts[parts.length - 1] = { type, text: last.text + text }
    else parts.push({ type, text })
  }
  return parts
}

/** Tables are padded to the width of their cells: of prose, runs of blanks and of the dashes under a head count as one. */
export function withoutPadding(parts: readonly Part[]): Part[] {
  const squeeze = (text: string) => text.replace(/(?<=\| )-+(?= \|)/g, '-').replace(/ +/g, ' ')
  return parts.map(({ type, text }) => ({ type, text: type === 'text' ? squeeze(text) : text }))
}
