import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chained } from '../../src/artifacts/escape.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { hostileText } from './hostile-text.ts'

/** Joined as the template joins them. */
function chain(commands: readonly string[], write = chained): string {
  return commands.map(write).join(' \\\n    && ')
}

/** Whether sh can parse it; nothing of it is run. */
function parses(script: string): boolean {
  return spawnSync('/bin/sh', ['-n', '-c', script], { env: {} }).status === 0
}

/** The loader refuses an empty command. */
const command = hostileText.filter((text) => text.trim() !== '')

function isApart(write: (value: unknown) => string) {
  return fc.property(command, (text) => {
    const written = write(text)
    // What is wrong by itself may stay wrong.
    if (parses(text)) expect(parses(`${written} \\\n    && true`)).toBe(true)
    // No comment, quote or heredoc swallows the error that stands behind it.
    expect(parses(`${written} \\\n    && )`)).toBe(false)
  })
}

/** Each would reach the commands behind it if only `&&` stood between them. */
const reaching = [
  'cd inside',
  'cd inside && pwd',
  'A=2',
  'A=2 B="3 4" cd inside',
  'export A=2',
  'false || echo "$A"',
  'false || true; echo c',
  'exit 0',
  'set -- 1 2; shift; echo $1',
  'echo a # b',
  '# only a comment',
  'echo a \\',
  'echo a \\ ',
  ' echo a',
  'echo a ',
  '[ -d inside ] && echo "is there"',
  '{ cd inside; pwd; }',
  '(cd inside; pwd)',
  '((cd inside); pwd)',
  'if cd inside; then pwd; fi',
  'cd inside & wait',
  '! cd inside',
  'umask 077',
  'eval "cd inside"',
  'exec echo gone',
  'PWD=/x . ./settings',
  'case inside in (i*) cd inside;; esac',
  `echo 'a && b' "c || d" 'it'"'"'s <<E'`,
  'echo "a $(cd inside; pwd) `pwd`"',
  'echo $((1 << 2))',
]

describe('a chained command', () => {
  test('ends where it ends, whatever it is', () => {
    fc.assert(isApart(chained), { numRuns: 300 })
  })

  test.each(reaching)('leaves the next ones alone: %s', (text) => {
    const after = ['pwd', 'echo "$A $#"', 'umask', 'test -d inside']
    expect(runTogether([text, ...after])).toEqual(runApart([text, ...after]))
  })

  test('stops the others when it fails', () => {
    expect(runTogether(['echo a', 'false', 'echo b'])).toEqual({ status: 1, stdout: 'a\n' })
    expect(runTogether(['exit 3', 'echo b'])).toEqual({ status: 3, stdout: '' })
  })

  test.each([
    ['bare', 'python manage.py collectstatic --noinput'],
    ['bare', `DEBUG=0 OTHER="a b" ./node_modules/.bin/webpack --mode 'production' > build.log`],
    ['in parentheses', 'cd frontend && npm ci && npm run build'],
    ['quoted', 'echo a # b'],
  ])('stands %s where that is enough: %s', (style, text) => {
    const styles = { bare: text, 'in parentheses': `(${text})` }
    const quoted = `/bin/sh -c '${text}'`
    expect(chained(text)).toBe(styles[style as keyof typeof styles] ?? quoted)
  })

  test.each([
    ['bare', (text: unknown) => `${text}`],
    ['in parentheses', (text: unknown) => `(${text})`],
    ['in braces', (text: unknown) => `{ ${text}; }`],
  ])('a broken escape is noticed: always %s', (_, write) => {
    expect(fc.check(isApart(write), { numRuns: 2000 }).failed).toBe(true)
  })

  test.each([
    ['bare', (text: unknown) => `${text}`],
    ['in braces', (text: unknown) => `{ ${text}; }`],
  ])('a command that reaches the next ones is noticed: always %s', (_, write) => {
    const commands = ['cd inside', 'pwd']
    expect(runScript(chain(commands, write))).not.toEqual(runApart(commands))
  })
})

function runTogether(commands: readonly string[]) {
  return runScript(chain(commands))
}

/** As RUN lines would: a shell for each, until one fails. */
function runApart(commands: readonly string[]) {
  const folder = makeFolder()
  let stdout = ''
  for (const command of commands) {
    const run = runScript(command, folder)
    stdout += run.stdout
    if (run.status !== 0) return { status: run.status, stdout }
  }
  return { status: 0, stdout }
}

function runScript(script: string, folder = makeFolder()) {
  const options = { cwd: folder, env: { A: '1' }, encoding: 'utf8' } as const
  const { status, stdout } = spawnSync('/bin/sh', ['-c', script], options)
  return { status, stdout: stdout.replaceAll(folder, '.') }
}

function makeFolder(): string {
  const folder = temporaryFolder({ settings: 'A=3\n' })
  mkdirSync(join(folder, 'inside'))
  return folder
}
