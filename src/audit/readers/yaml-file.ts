import type { Repo } from '../../repo/repo.ts'
import { parseYaml } from '../../spec/document.ts'
import type { Locator } from '../../spec/locate.ts'
import { type ReadProblem, readText } from './problem.ts'

export type YamlFile =
  | { ok: true; text: string; value: unknown; locate: Locator }
  | { ok: false; problem: ReadProblem }

/** More than a description may have: what is made of one, such as a porter.yaml with many processes, is longer. */
const maxBytes = 1_000_000

/** Any YAML file, read with the same care as a description: size, depth and aliases are limited. */
export function readYaml(repo: Repo, path: string): YamlFile {
  const read = readText(repo, path)
  if (!read.ok) return read
  const parsed = parseYaml(new TextEncoder().encode(read.text), path, maxBytes)
  if (parsed.ok) return { ok: true, text: read.text, value: parsed.value, locate: parsed.locate }
  const [fault] = parsed.findings
  // What follows the semicolon speaks of hoptix.yaml.
  const message = `${fault?.message.split(';')[0]?.replace(/\.$/, '') ?? 'It cannot be parsed'}.`
  return { ok: false, problem: { message, ...(fault?.where.line && { line: fault.where.line }) } }
}

export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The maps in a list, each with its position. */
export function fieldsIn(list: unknown): [number, Fields][] {
  if (!Array.isArray(list)) return []
  return list.flatMap((item, index): [number, Fields][] => (isFields(item) ? [[index, item]] : []))
}

/** The texts of a map such as `env`; numbers count as the text that they become. */
export function textsIn(map: unknown): [string, string][] {
  if (!isFields(map)) return []
  return Object.entries(map)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => [name, String(value)])
}
