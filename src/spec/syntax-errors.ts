/**
 * What the YAML parser stumbled over, in our words: its own repeat the text they stumbled over, and that text may be
 * a secret in the wrong place.
 */
export interface SyntaxAdvice {
  readonly message: string
  readonly fix: string
}

const quote = 'If this is text, put it in quotes.'
const indent = 'Indent with the same number of spaces as the lines around it.'

const advice: Readonly<Record<string, SyntaxAdvice>> = {
  BAD_ALIAS: { message: 'An alias (`*name`) is malformed.', fix: quote },
  BAD_COLLECTION_TYPE: {
    message: 'A tag contradicts the value behind it.',
    fix: 'Remove the tag.',
  },
  BAD_DIRECTIVE: {
    message: 'A line that begins with % is a directive, and this one is unknown.',
    fix: 'Remove the line.',
  },
  BAD_DQ_ESCAPE: {
    message: 'A backslash in double quotes begins an escape, and this one does not exist.',
    fix: 'Use single quotes, where a backslash is only a backslash.',
  },
  BAD_INDENT: { message: 'The line is not indented like its neighbours.', fix: indent },
  BAD_PROP_ORDER: { message: 'An anchor or a tag stands in the wrong place.', fix: quote },
  BAD_SCALAR_START: { message: 'A plain text cannot begin with this character.', fix: quote },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'A second `key: value` stands on the line, or a map where a key belongs.',
    fix: 'If the value holds a colon, put it in quotes; else begin a new line.',
  },
  BLOCK_IN_FLOW: {
    message: 'A list or map of lines stands inside brackets.',
    fix: 'Write the inner one in brackets too.',
  },
  KEY_OVER_1024_CHARS: { message: 'A key is longer than YAML allows.', fix: quote },
  MISSING_CHAR: {
    message:
      'A character is missing here: a quote, a bracket, a comma, or a space behind a colon or comma.',
    fix: 'Add it.',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'A key runs over several lines.',
    fix: 'Is a colon or a closing quote missing above?',
  },
  MULTIPLE_ANCHORS: { message: 'A value has two anchors.', fix: 'Keep one of them.' },
  MULTIPLE_DOCS: {
    message: 'The file holds several documents (`---`); a description is one.',
    fix: 'Keep the first.',
  },
  MULTIPLE_TAGS: { message: 'A value has two tags.', fix: 'Remove the tags.' },
  RESOURCE_EXHAUSTION: {
    message: 'The maps and lists are nested too deeply to be read.',
    fix: 'A description needs five levels at most.',
  },
  TAB_AS_INDENT: {
    message: 'A tab indents the line; YAML allows only spaces there.',
    fix: 'Replace it by spaces.',
  },
  TAG_RESOLVE_FAILED: {
    message: 'A tag such as !name changes how a value is read; a description has none.',
    fix: 'Remove the tag; a text that begins with ! belongs in quotes.',
  },
  UNEXPECTED_TOKEN: { message: 'Something stands here that YAML does not expect.', fix: quote },
}

/** Never the parser's own words, even for an error that is not in the table. */
export function adviceFor(code: string): SyntaxAdvice {
  return advice[code] ?? { message: 'This is not valid YAML.', fix: quote }
}

export const yamlVersionAdvice: SyntaxAdvice = {
  message: 'A %YAML line changes how words such as yes and numbers such as 010 are read.',
  fix: 'Remove the line: a description is YAML 1.2.',
}

export const endlessAliasAdvice: SyntaxAdvice = {
  message: 'This alias stands inside the value of its own anchor, so the value would never end.',
  fix: 'Write the value out, or move the anchor to what is meant.',
}
