import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { project } from '../program.mjs'

/** Puts the last run's tables between the two marks of their section in docs/proof.md; the rest is written by hand. */
export function writeSection(part, text) {
  const path = join(project, 'docs/proof.md')
  const begin = `<!-- Written by \`npm run bench:proof -- ${part} --write\`, up to the next such line. -->`
  const end = `<!-- End of ${part}. -->`
  const [before, rest] = split(readFileSync(path, 'utf8'), begin)
  const [, after] = split(rest, end)
  writeFileSync(path, `${before}${begin}\n\n${text}\n\n${end}${after}`)
}

function split(page, mark) {
  const at = page.indexOf(mark)
  if (at < 0)
    throw new Error(`docs/proof.md has lost the line "${mark}", where the results belong.`)
  return [page.slice(0, at), page.slice(at + mark.length)]
}
