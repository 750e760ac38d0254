import { type Node, Parser } from 'commonmark'

/** A fenced block of a Markdown page. */
export interface Block {
  /** What stands behind the fence: console, sh, yaml and so on. */
  readonly language: string
  readonly body: string
  /** Why it is not run, where the comment above it says so. */
  readonly notRun: string | undefined
  /** Of the opening fence, counted from 1. */
  readonly line: number
}

const notRunPattern = /^<!-- not run: (.+) -->$/

/** All fenced blocks of a page in their order. */
export function readBlocks(page: string): Block[] {
  const blocks: Block[] = []
  const walker = new Parser().parse(page).walker()
  for (let event = walker.next(); event; event = walker.next()) {
    const { node } = event
    if (!event.entering || node.type !== 'code_block') continue
    const line = node.sourcepos[0][0]
    blocks.push({
      language: node.info ?? '',
      body: node.literal ?? '',
      notRun: reasonAbove(node),
      line,
    })
  }
  return blocks
}

function reasonAbove({ prev }: Node): string | undefined {
  if (prev?.type !== 'html_block') return undefined
  return notRunPattern.exec((prev.literal ?? '').trim())?.[1]
}

/** The page with the lines of one block replaced: as many as it had, and others in their place. */
export function replaceBody(page: string, { line, body }: Block, replacement: string): string {
  if (replacement === body) return page
  if (/^```/m.test(replacement))
    throw new Error(`The block in line ${line} prints a fence, which would end it: leave that out.`)
  const lines = page.split('\n')
  const [indent = ''] = /^\s*/.exec(lines[line - 1] ?? '') ?? []
  const fresh = linesOf(replacement).map((one) => (one === '' ? '' : indent + one))
  return [...lines.slice(0, line), ...fresh, ...lines.slice(line + linesOf(body).length)].join('\n')
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}
