import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Node, Parser } from 'commonmark'

/** What is wrong with the links and images of a page that lies in a folder, one sentence each. */
export function findBrokenLinks(page: string, path: string, folder: string): string[] {
  return linksOf(page).flatMap((link) => {
    if (/^https:\/\//.test(link)) return []
    if (/^[a-z]+:/.test(link)) return [`${path}: ${link} is not https.`]
    const [file = '', anchor] = link.split('#')
    const target = file === '' ? path : join(dirname(path), decodeURI(file))
    if (file !== '' && !existsSync(join(folder, target)))
      return [`${path}: ${link} leads to no file.`]
    if (anchor === undefined) return []
    const text = file === '' ? page : readFileSync(join(folder, target), 'utf8')
    return anchorsOf(text).includes(anchor) ? [] : [`${path}: ${link} leads to no heading.`]
  })
}

function linksOf(page: string): string[] {
  return nodesOf(page)
    .filter(({ type }) => type === 'link' || type === 'image')
    .flatMap(({ destination }) => destination ?? [])
}

/** The anchors that GitHub gives to headings. */
function anchorsOf(page: string): string[] {
  const seen = new Map<string, number>()
  return nodesOf(page)
    .filter(({ type }) => type === 'heading')
    .map((heading) => {
      const anchor = textOf(heading)
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-')
      const before = seen.get(anchor) ?? 0
      seen.set(anchor, before + 1)
      return before === 0 ? anchor : `${anchor}-${before}`
    })
}

function textOf(heading: Node): string {
  const walker = heading.walker()
  let text = ''
  for (let event = walker.next(); event; event = walker.next())
    if (event.entering) text += event.node.literal ?? ''
  return text
}

function nodesOf(page: string): Node[] {
  const walker = new Parser().parse(page).walker()
  const nodes: Node[] = []
  for (let event = walker.next(); event; event = walker.next())
    if (event.entering) nodes.push(event.node)
  return nodes
}
