import { hash } from 'node:crypto'
import type { CommentStyle } from './artifact.ts'

/** What the first two lines of a generated file say about it. */
export interface Marker {
  /** The description it was made from, relative to the repository's top. */
  readonly description: string
  /** Undefined for a file that several services share. */
  readonly service: string | undefined
  /** Hash of the service's description at that time. */
  readonly descriptionHash: string
  /** Whether the rest of the file is still what was written. */
  readonly bodyIsUntouched: boolean
}

export interface Origin {
  readonly description: string
  readonly service: string | undefined
  readonly descriptionHash: string
}

const comments: Record<CommentStyle, { open: string; close: string }> = {
  hash: { open: '# ', close: '' },
  html: { open: '<!-- ', close: ' -->' },
}

/** Puts the marker on top of a body. No date and no version: the same description gives the same bytes. */
export function stamp(body: string, style: CommentStyle, origin: Origin): string {
  const { open, close } = comments[style]
  const forService = origin.service === undefined ? '' : `, service ${origin.service}`
  const lines = [
    `Written by hoptix-deploy from ${encodeURI(origin.description)}${forService}; edits belong there.`,
    `hoptix-deploy description:${origin.descriptionHash} body:${hashBody(body)}`,
  ]
  // Joined, a text is one piece at once: put together with `+`, its body stays in memory beside it until it is read.
  return [...lines.map((line) => open + line + close), '', body.replace(/^\n+/, '')].join('\n')
}

const markerPattern =
  /^(?:# |<!-- )Written by hoptix-deploy from (\S+?)(?:, service (\S+))?; edits belong there\.(?: -->)?\n(?:# |<!-- )hoptix-deploy description:([0-9a-f]{16}) body:([0-9a-f]{16})(?: -->)?\n/

/** Reads the marker of a file; undefined when it has none at its top. */
export function readMarker(content: string): Marker | undefined {
  const text = normalize(content)
  const found = readHead(text)
  if (!found) return undefined
  const { head, bodyHash, ...rest } = found
  return { ...rest, bodyIsUntouched: hashBody(text.slice(head.length)) === bodyHash }
}

/** Whether a file has a marker at its top, whatever became of the rest. */
export function hasMarker(content: string): boolean {
  return readHead(normalize(firstLines(content))) !== undefined
}

function readHead(text: string) {
  const [head, description, service, descriptionHash, bodyHash] = markerPattern.exec(text) ?? []
  if (head === undefined || !description || !descriptionHash) return undefined
  const decoded = decode(description)
  if (decoded === undefined) return undefined
  return { head, description: decoded, service, descriptionHash, bodyHash }
}

function decode(description: string): string | undefined {
  try {
    return decodeURI(description)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}

/** The marker's two lines; empty for a file that has none at its top. */
export function markerOf(content: string): string {
  return markerPattern.exec(normalize(firstLines(content)))?.[0] ?? ''
}

/** The two lines that a marker takes: to read it, the rest of a file need not be normalised. */
function firstLines(content: string): string {
  return /^[^\r\n]*(?:\r\n?|\n)?[^\r\n]*(?:\r\n?|\n)?/.exec(content)?.[0] ?? ''
}

/** Whether a file may have a marker, by its first characters: never wrong when it says no. */
export function mayHaveMarker(start: string): boolean {
  return /^\ufeff?(?:# |<!-- )Written by hoptix-deploy from /.test(start)
}

/** A marker that slid down or lost a line: somebody edited a file of ours. */
export function mentionsMarker(content: string): boolean {
  return /(?:Written by hoptix-deploy from|hoptix-deploy description:[0-9a-f]{16})/.test(content)
}

/** Line endings, trailing blanks and the final newline do not count: editors and git change them unasked. */
export function normalize(content: string): string {
  const unmarked = content.startsWith('\ufeff') ? content.slice(1) : content
  const lines = unmarked.includes('\r') ? unmarked.replace(/\r\n?/g, '\n') : unmarked
  const ended = lines.endsWith('\n') ? lines : `${lines}\n`
  const hasTrailingBlanks = ended.includes(' \n') || ended.includes('\t\n')
  // The look-behinds keep a run of blanks from being tried again from each of its characters.
  const trimmed = hasTrailingBlanks ? ended.replace(/(?<![ \t])[ \t]+$/gm, '') : ended
  return trimmed.endsWith('\n\n') ? trimmed.replace(/(?<!\n)\n+$/, '\n') : trimmed
}

function hashBody(body: string): string {
  return shortHash(normalize(body).replace(/^\n+/, ''))
}

/** Hash of a JSON value; the order of keys does not count. */
export function hashValue(value: unknown): string {
  return shortHash(JSON.stringify(sorted(value)))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const keys = Object.keys(value).sort()
  return Object.fromEntries(
    keys.map((key) => [key, sorted((value as Record<string, unknown>)[key])]),
  )
}

/** 64 bits: plenty to notice a change, short enough to read. */
function shortHash(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 16)
}
