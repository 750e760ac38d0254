import type { Plan } from '../../src/plan/plan.ts'
import { guide } from '../../src/targets/porter/guide/guide.ts'
import { type Escapes, fillTokens, renderTokens, renderWith } from './escapes.ts'
import { readMarkdown, withoutPadding } from './markdown-reader.ts'
import { wordsOf } from './shell-words.ts'

const same = (token: string) => token

/** What a CommonMark parser makes of the guide, and what it must make of it. */
export function readGuide(plan: Plan, escapes: Partial<Escapes> = {}) {
  const quote = { code: (token: string) => `\`${token}\``, word: same }
  const { text, values } = renderTokens(quote, () => guide.render(plan))
  const real = renderWith(escapes, () => guide.render(plan))
  return {
    found: { parts: withoutPadding(readMarkdown(real)), tables: countCells(real) },
    expected: {
      parts: fillTokens(withoutPadding(readMarkdown(text)), values.map(String)),
      tables: countCells(text),
    },
  }
}

/** GitHub ends a cell at every bar, also inside a code span; CommonMark itself has no tables. */
function countCells(markdown: string): number[] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'))
  return rows.map((row) => row.split('|').length)
}

/** What a real shell starts for the commands of the guide, and what it must start. */
export function readCommands(plan: Plan, bin: string, escapes: Partial<Escapes> = {}) {
  const blocks = (markdown: string) =>
    readMarkdown(markdown)
      .filter(({ type, text }) => type === 'code_block' && text.startsWith('bash\n'))
      .map(({ text }) => text.slice('bash\n'.length))
  // The manager is a program that is started; a token is none.
  const word = (token: string, value: unknown) =>
    value === plan['dependencies.manager'].value ? `${value}` : token
  const tokens = renderTokens({ shell: same, word }, () => guide.render(plan))
  return {
    found: wordsOf(blocks(renderWith(escapes, () => guide.render(plan))), bin),
    expected: fillTokens(wordsOf(blocks(tokens.text), bin), tokens.values.map(String)),
  }
}
