import { describe, expect, test } from 'vitest'
import { readEnvFile } from '../../src/verify/env-file.ts'

const shell = { FROM_SHELL: 'shell value', EMPTY: '' }

function read(text: string) {
  return readEnvFile(text, 'prod.env', shell)
}

/** Name, text of the file, what it sets. */
const accepted: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ['a name and a value', 'A=1\n', { A: '1' }],
  ['nothing', '', {}],
  ['comments and empty lines', '# one\n\n  # two\nA=1', { A: '1' }],
  ['an empty value', 'A=\nB=""\n', { A: '', B: '' }],
  ['blanks around the value, and before the name', '  A =  x y \n', { A: 'x y' }],
  ['export', 'export A=1\n', { A: '1' }],
  ['Windows line ends and a byte order mark', '\ufeffA=1\r\nB=2\r\n', { A: '1', B: '2' }],
  [
    'an equals sign in the value',
    'URL=postgres://u:p@h/d?a=b\n',
    { URL: 'postgres://u:p@h/d?a=b' },
  ],
  ['a comment behind a value', 'A=1 # one\n', { A: '1' }],
  ['a sign without a blank before it', 'A=pa#ss\n', { A: 'pa#ss' }],
  ['a value that is only a comment', 'A= # nothing\n', { A: '' }],
  ['double quotes, with the sign inside', 'A="x # y"\n', { A: 'x # y' }],
  ['single quotes keep everything', 'A=\'a\\n$B "c"\'\n', { A: 'a\\n$B "c"' }],
  ['a comment behind quotes', 'A="x" # y\n', { A: 'x' }],
  ['escapes in double quotes', 'A="a\\nb\\t\\"c\\" \\\\ \\$d \\q"\n', { A: 'a\nb\t"c" \\ $d \\q' }],
  [
    'several lines in double quotes',
    'K="-----BEGIN\nabc\n-----END"\nB=2\n',
    { K: '-----BEGIN\nabc\n-----END', B: '2' },
  ],
  ['several lines in single quotes', "K='a\nb'\n", { K: 'a\nb' }],
  ['nothing is expanded', 'A=$HOME\nB="$A"\n', { A: '$HOME', B: '$A' }],
  ['a quote in the middle', "A=it's\n", { A: "it's" }],
  [
    'a name alone: the value of this shell',
    'FROM_SHELL\nEMPTY\n',
    { FROM_SHELL: 'shell value', EMPTY: '' },
  ],
  ['the later of two', 'A=1\nA=2\n', { A: '2' }],
]

describe('accepts', () => {
  test.each(accepted)('%s', (_title, text, env) => {
    expect(read(text)).toEqual({ ok: true, env })
  })
})

/** Name, text of the file, the lines that are refused. */
const refused: readonly (readonly [string, string, readonly number[]])[] = [
  ['a name with a dash', 'A=1\nB-C=2\n', [2]],
  ['a name that begins with a digit', '1A=2\n', [1]],
  ['no name', '=secret-value\n', [1]],
  ['a blank for the equals sign', 'PASSWORD secret-value\n', [1]],
  ['a colon for it', 'PASSWORD: secret-value\n', [1]],
  ['a name alone that the shell lacks', 'A=1\n\nNOWHERE\n', [3]],
  ['an open quote', 'A="secret-value\nB=2\n', [1]],
  ['text behind a quote', 'A="x" secret-value\n', [1]],
  ['a control character', 'A=secret-value\u0007\n', [1]],
  ['all of them at once', 'B-C=2\nA=1\n1A=2\n', [1, 3]],
]

describe('refuses, at its line and without the value', () => {
  test.each(refused)('%s', (_title, text, lines) => {
    const result = read(text)
    expect(result.ok).toBe(false)
    const findings = result.ok ? [] : result.findings
    expect(findings.map(({ where }) => where)).toEqual(
      lines.map((line) => ({ file: 'prod.env', line })),
    )
    expect(JSON.stringify(findings)).not.toContain('secret-value')
  })
})
