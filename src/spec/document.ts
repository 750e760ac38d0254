import { LineCounter, parseDocument } from 'yaml'
import type { Finding } from '../findings/finding.ts'
import { type SpecCheckId, specChecks } from './checks.ts'
import { createLocator, type Locator } from './locate.ts'
import { findStructureProblems } from './structure.ts'

/** Far above any real description (1,000 services are about 100 kB) and far below what could hurt. */
const maxBytes = 1_000_000

/** Every alias is expanded when the value is made; a real description has a handful. */
const maxAliases = 1_000

export type ParsedDocument =
  | { ok: true; value: unknown; locate: Locator; findings: Finding[] }
  | { ok: false; findings: Finding[] }

/** YAML text to a plain value with a locator. `findings` holds what is wrong with the text itself. */
export function parseDescription(bytes: Uint8Array, file: string): ParsedDocument {
  const refuse = (rule: SpecCheckId, message: string, where = { file }): ParsedDocument => ({
    ok: false,
    findings: [{ rule, severity: 'error', message, fix: specChecks[rule].fix, where }],
  })
  if (bytes.length > maxBytes) {
    return refuse(
      'spec-unreadable',
      `The file has ${bytes.length} bytes; a description has at most ${maxBytes}.`,
    )
  }
  const text = decode(bytes)
  if (text === undefined) return refuse('spec-unreadable', 'The file is not UTF-8 text.')

  if (deeplyNested.test(text)) {
    return refuse('spec-syntax', 'The maps and lists are nested too deeply to be read.')
  }
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: true,
    uniqueKeys: false,
    prettyErrors: false,
  })
  const locate = createLocator(file, document, lines)
  const faults = [...document.errors, ...document.warnings]
  if (faults.length > 0) {
    const findings = faults.map((fault) => ({
      rule: 'spec-syntax',
      severity: 'error' as const,
      message: syntaxMessages[fault.code] ?? `${fault.message.replace(/\.$/, '')}.`,
      fix: specChecks['spec-syntax'].fix,
      where: locate.offset(fault.pos[0]),
    }))
    return { ok: false, findings: firstOfEachLine(findings) }
  }
  const findings = findStructureProblems(document).map(
    ({ rule, node, message, fix }): Finding => ({
      rule,
      severity: 'error',
      message,
      fix,
      where: locate.node(node),
    }),
  )
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: maxAliases }), locate, findings }
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    return refuse('spec-syntax', `${error.message.replace(/\.$/, '')}.`)
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/**
 * Block collections are parsed recursively, and some 1,000 levels end the whole process, not the call. A line that
 * is indented by 200 columns, or opens 50 lists at once, is refused first; flow collections the parser counts itself.
 */
const deeplyNested = /^(?: {200}|[ \t]*(?:[-?:][ \t]+){50})/m

/** The parser's own words where they help; better ones where they do not. */
const syntaxMessages: Record<string, string> = {
  TAB_AS_INDENT: 'A tab indents the line; YAML allows only spaces there.',
  RESOURCE_EXHAUSTION: 'The maps and lists are nested too deeply to be read.',
  MULTIPLE_DOCS: 'The file holds several documents (`---`); a description is one.',
  TAG_RESOLVE_FAILED: 'A tag such as !name changes how a value is read; a description has none.',
}

/** One slip makes the parser stumble several times over the same line. */
function firstOfEachLine(findings: Finding[]): Finding[] {
  const lines = new Set<number | undefined>()
  return findings.filter(({ where }) => !lines.has(where.line) && lines.add(where.line))
}
