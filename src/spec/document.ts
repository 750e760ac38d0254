import { type Document, LineCounter, parseDocument } from 'yaml'
import type { Finding, Location } from '../findings/finding.ts'
import { resolveAliases } from './anchors.ts'
import { type SpecCheckId, specChecks } from './checks.ts'
import { createLocator, type Locator } from './locate.ts'
import { findStructureProblems } from './structure.ts'
import { adviceFor, yamlVersionAdvice } from './syntax-errors.ts'

/** Far above any real description (1,000 services are about 100 kB) and far below what could hurt. */
const maxBytes = 1_000_000

/** Every alias is expanded when the value is made; a real description has a handful. */
const maxAliases = 1_000

export type ParsedDocument =
  | { ok: true; value: unknown; locate: Locator; findings: Finding[] }
  | { ok: false; findings: Finding[] }

/** YAML text to a plain value with a locator. `findings` holds what is wrong with the text itself. */
export function parseDescription(bytes: Uint8Array, file: string): ParsedDocument {
  if (bytes.length > maxBytes) {
    const message = `The file has ${bytes.length} bytes; a description has at most ${maxBytes}.`
    return refuse([error('spec-unreadable', message, { file })])
  }
  const text = decode(bytes)
  if (text === undefined)
    return refuse([error('spec-unreadable', 'The file is not UTF-8 text.', { file })])
  const tooDeep = deeplyNested.exec(text)
  const lines = countLines(text)
  if (tooDeep) {
    const { message, fix } = adviceFor('RESOURCE_EXHAUSTION')
    return refuse([
      {
        ...error('spec-syntax', message, {
          file,
          line: lines.linePos(tooDeep.index).line,
          column: 1,
        }),
        fix,
      },
    ])
  }
  const document = parseDocument(text, {
    merge: true,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  })
  const aliases = resolveAliases(document)
  const locate = createLocator(file, document, lines, aliases)
  const faults = findSyntaxErrors(document, locate)
  if (faults.length > 0) return refuse(faults)
  const findings = findStructureProblems(document, aliases).map(
    ({ rule, node, message, fix }): Finding => {
      return { rule, severity: 'error', message, fix, where: locate.node(node) }
    },
  )
  return makeValue(document, locate, findings)
}

/** A value cannot be made of aliases that multiply, or of merges that were found wrong before. */
function makeValue(
  document: Document.Parsed,
  locate: Locator,
  findings: Finding[],
): ParsedDocument {
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: maxAliases }), locate, findings }
  } catch (cause) {
    if (findings.length > 0) return refuse(findings)
    if (!(cause instanceof ReferenceError || cause instanceof RangeError)) throw cause
    const message =
      'The aliases of this file multiply each other, as in an attempt to exhaust the reader.'
    return refuse([
      { ...error('spec-syntax', message, locate.offset(0)), fix: 'Write the values out.' },
    ])
  }
}

function refuse(findings: Finding[]): ParsedDocument {
  return { ok: false, findings }
}

function error(rule: SpecCheckId, message: string, where: Location): Finding {
  return { rule, severity: 'error', message, fix: specChecks[rule].fix, where }
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

/** One slip makes the parser stumble several times over the same line: only the first of a line is told. */
function findSyntaxErrors(document: Document.Parsed, locate: Locator): Finding[] {
  const version = document.directives?.yaml
  const told = [
    ...(version?.explicit && version.version !== '1.2'
      ? [{ ...yamlVersionAdvice, where: locate.offset(0) }]
      : []),
    ...[...document.errors, ...document.warnings].map(({ code, pos }) => ({
      ...adviceFor(code),
      where: locate.offset(pos[0]),
    })),
  ]
  const lines = new Set<number | undefined>()
  return told
    .filter(({ where }) => !lines.has(where.line) && lines.add(where.line))
    .map(({ message, fix, where }) => ({
      rule: 'spec-syntax',
      severity: 'error',
      message,
      fix,
      where,
    }))
}
