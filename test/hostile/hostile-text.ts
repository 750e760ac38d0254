import fc from 'fast-check'

/** What the loader refuses in every text: C0, DEL, C1 and lone surrogates. */
export const refused =
  /[\u0000-\u001f\u007f-\u009f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** Each means something to at least one of Docker, sh, Python, YAML, Markdown and Handlebars. */
const snippetsByMeaning = {
  marks: [...'"\'\\$#:-{}%!&*|>?@,;=~^()<[]+./`'],
  quotes: ['``', '```', '"""', "'''", '\\"', "\\'", '\\$', '\\`', '&quot;', '</code>'],
  escapes: ['\\\\', '\\n', '\\x00', '\\u0041', '\\ ', ' \\', '%s', '%%', '%HOME%', '&amp;'],
  dollars: ['$HOME', '\x24{HOME}', '\x24{x:-y}', '\x24{x:+y}', '\x24{', '$$', '$(id)', '`id`'],
  shell: ['&&', '||', '<<', '<<EOF', '--mount=type=cache', '["a"]', 'ENV A=b', 'RUN x', 'FROM a'],
  yamlMarks: [': ', ' #', '# ', '- ', '? ', '| ', '> ', '* ', '&a', '*a', '!!str ', '---', '...'],
  yamlWords: ['yes', 'No', 'on', 'OFF', 'y', 'null', 'Null', 'true', 'None', '.inf', '.nan'],
  numbers: ['12:30:00', '0x10', '0o17', '010', '1e3', '1_000', '.5', '+1', '-0', '2026-01-01'],
  templates: ['{{', '}}', '{{{', '{{python x}}', '\x24{{ github.token }}', '{%', '%}'],
  markdown: ['<!--', '-->', '**', '__', '~~~', '](x)', '![', '\\|', ' | ', '&#10;'],
  letters: ['a', 'Z', '7', '_', 'é', 'e\u0301', '\u0301', 'İ', 'ﬁ', '漢字', '🚀', '👩‍👩‍👧', '𝒳'],
  blanks: [' ', '  ', '\u00a0', '\u2003', '\u2028', '\u2029', '\u3000', '\u200b', '\ufeff'],
  unseen: ['\u00ad', '\u200e', '\u200f', '\u202e', '\u2066', '\ufe0f', '\u0378', '\ue000'],
  nonCharacters: ['\ufffd', '\ufffe', '\uffff', '\u{1fffe}', '\u{10ffff}'],
}

const snippets = Object.values(snippetsByMeaning).flat()

/** One thing to put into an otherwise good text, to see whether the schema still takes it. */
export const hostileSnippet = fc.constantFrom(...snippets)

const anySnippet = fc.constantFrom(...snippets, '\n', '\r\n', '\t', '\0', '\u007f', '\u0085')

/** Any text a JavaScript string can hold, lone surrogates and control characters too. */
export const anyText = fc.oneof(
  { weight: 3, arbitrary: joined(anySnippet) },
  { weight: 1, arbitrary: joined(fc.nat(0xffff).map((unit) => String.fromCharCode(unit))) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
)

/** Any text that the loader lets through, built of what could break out of somewhere. */
export const hostileText = fc
  .oneof(
    { weight: 6, arbitrary: joined(hostileSnippet) },
    { weight: 2, arbitrary: hostileSnippet },
    { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
    { weight: 1, arbitrary: joined(hostileSnippet).map((text) => text.repeat(40)) },
  )
  .map((text) => text.replace(new RegExp(refused, 'g'), ''))

function joined(unit: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.array(unit, { maxLength: 8 }).map((parts) => parts.join(''))
}
