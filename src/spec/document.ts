import { type Document, LineCounter, parseDocument } from 'yaml'
import { type Finding, findingOf, type Location } from '../findings/finding.ts'
import { specChecks } from './checks.ts'
import { maxWrittenOut } from './limits.ts'
import { createLocator, createPlaces, type Locator, type Places } from './locate.ts'
import { findStructureProblems } from './structure.ts'
import {
  adviceFor,
  endlessAliasAdvice,
  type SyntaxAdvice,
  yamlVersionAdvice,
} from './syntax-errors.ts'
import { type WrittenOut, writeOut } from './written-out.ts'

export type ParsedDocument =
  | {
      ok: true
      value: unknown
      locate: Locator
      findings: Finding[]
      sizeOf: WrittenOut['sizeOf']
    }
  | { ok: false; findings: Finding[] }

const tooLargeFix =
  'Remove what is no setting, or describe some of the services in another file, which `--spec` names.'

/**
 * YAML text of at most `maxBytes` bytes to a plain value with a locator. `findings` holds what is wrong with the text
 * itself.
 */
export function parseYaml(bytes: Uint8Array, file: string, maxBytes: number): ParsedDocument {
  if (bytes.length > maxBytes) {
    const message = `The file has ${bytes.length} bytes; a description has at most ${maxBytes}.`
    return refuse([unreadable(message, { file }, tooLargeFix)])
  }
  const text = decode(bytes)
  if (text === undefined) return refuse([unreadable('The file is not UTF-8 text.', { file })])
  const places = createPlaces(file, countLines(text))
  const tooDeep = deeplyNested.exec(text)
  if (tooDeep) {
    const { line } = places.offset(tooDeep.index)
    return refuse([syntaxError(adviceFor('RESOURCE_EXHAUSTION'), { file, line, column: 1 })])
  }
  const document = withoutStackTraces(() =>
    parseDocument(text, {
      merge: true,
      uniqueKeys: false,
      prettyErrors: false,
      resolveKnownTags: false,
      logLevel: 'error',
    }),
  )
  const faults = findSyntaxErrors(document, places)
  return faults.length > 0 ? refuse(faults) : readValue(document, places, maxWrittenOut(maxBytes))
}

function readValue(document: Document.Parsed, places: Places, most: number): ParsedDocument {
  const writtenOut = writeOut(document, most)
  const { value, aliases, endless, tooLong, sizeOf } = writtenOut
  if (tooLong) {
    const message = `Up to this alias the file has more than ${most} characters with its aliases written out; a description has at most that many.`
    const fix = 'Repeat fewer or smaller values by alias.'
    return refuse([unreadable(message, places.node(tooLong), fix)])
  }
  const problems = findStructureProblems(document, aliases)
  const findings = [
    ...problems.map(({ rule, node, message, fix }): Finding => {
      return { rule, severity: 'error', message, fix, where: places.node(node) }
    }),
    ...endless.map((alias) => syntaxError(endlessAliasAdvice, places.node(alias))),
  ]
  const locate = createLocator(places, document, writtenOut)
  return { ok: true, value, locate, findings, sizeOf }
}

function refuse(findings: Finding[]): ParsedDocument {
  return { ok: false, findings }
}

function syntaxError(advice: SyntaxAdvice, where: Location): Finding {
  return { rule: 'spec-syntax', severity: 'error', ...advice, where }
}

function unreadable(message: string, where: Location, fix?: string): Finding {
  return findingOf(specChecks, 'spec-unreadable', { message, where, ...(fix && { fix }) })
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    if (cause instanceof TypeError) return undefined
    throw cause
  }
}

/**
 * Block collections are parsed recursively, and some 1,000 levels end the whole process, not the call. A line that
 * is indented by 200 columns, or opens 50 lists at once, is refused first; flow collections the parser counts itself.
 */
const deeplyNested = /^(?: {200}|[ \t]*(?:[-?:][ \t]+){50})/m

/** Counted here, since the parser's own counter loses a line behind an error. */
function countLines(text: string): LineCounter {
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1))
    lines.addNewLine(index + 1)
  return lines
}

/** The parser makes an `Error` for each slip, of which a text can hold 100,000; their traces take most of its time. */
function withoutStackTraces<T>(work: () => T): T {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return work()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** One slip makes the parser stumble several times over the same line: only the first of a line is told. */
function findSyntaxErrors(document: Document.Parsed, { offset }: Places): Finding[] {
  const version = document.directives?.yaml
  const told = new Map<number, Finding>()
  const tell = (advice: SyntaxAdvice, position: number) => {
    const where = offset(position)
    if (!told.has(where.line)) told.set(where.line, syntaxError(advice, where))
  }
  if (version?.explicit && version.version !== '1.2') tell(yamlVersionAdvice, 0)
  for (const { code, pos } of document.errors) tell(adviceFor(code), pos[0])
  for (const { code, pos } of document.warnings) tell(adviceFor(code), pos[0])
  return [...told.values()]
}
