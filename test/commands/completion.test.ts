import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { CommanderError } from 'commander'
import { describe, expect, test } from 'vitest'
import { type Machine, parseCommandLine } from '../../src/cli.ts'
import { topicIds } from '../../src/commands/explain.ts'
import { runCli } from '../support/cli.ts'
import { projectFolder } from '../support/examples.ts'
import { mustSkipShell } from '../support/shells.ts'
import { temporaryFolder } from '../support/temporary.ts'

const program = 'hoptix-deploy'

const scripts = new Map<string, string>()

/** What the built program prints; it is started once for each shell. */
function scriptFor(shell: string): string {
  const script = scripts.get(shell) ?? runCli(projectFolder, ['completion', shell]).stdout
  scripts.set(shell, script)
  return script
}

/** A folder in which files and folders can be told apart by what is completed. */
function place(files: Readonly<Record<string, string>>): string {
  return temporaryFolder({
    'live file.yaml': '',
    'series.txt': '',
    'service/app.py': '',
    'desc.yaml': '',
    ...files,
  })
}

/** What is typed, a tab behind it, and the words that are run then. */
const typed: readonly (readonly [line: string, ...words: string[]])[] = [
  ['gener', 'generate'],
  ['completion z', 'completion', 'zsh'],
  ['check --js', 'check', '--json'],
  ['check --format sar', 'check', '--format', 'sarif'],
  ['check --format=sar', 'check', '--format=sarif'],
  ['generate --stdo', 'generate', '--stdout'],
  ['generate --force serv', 'generate', '--force', 'service/'],
  ['plan --live liv', 'plan', '--live', 'live file.yaml'],
  ['plan --cwd ser', 'plan', '--cwd', 'service/'],
  ['plan --spec de', 'plan', '--spec', 'desc.yaml'],
  ['init ser', 'init', 'service/'],
  ['init --framework dja', 'init', '--framework', 'django'],
  ['init --profile io', 'init', '--profile', 'io-bound'],
  ['explain dockerfile-cmd', 'explain', 'dockerfile-cmd-in-shell-form'],
  ['explain porter.dep', 'explain', 'porter.deploymentTarget'],
  ['explain kept', 'explain', 'kept-alive'],
  ['--ver', '--version'],
  // Neither a command nor an option: what is there stays.
  ['schema de', 'schema', 'de'],
  ['generated', 'generated'],
]

const setups = {
  bash: (script: string) => ({
    argv: ['bash', '--noprofile', '--rcfile', 'setup', '-i'],
    files: {
      setup: `PS1='$ '; bind 'set enable-bracketed-paste off'\n${script}
${program}() { printf RAN; printf '<%s>' "$@"; printf 'DONE\\n'; }\necho REA''DY\n`,
    },
  }),
  zsh: (script: string) => ({
    argv: ['zsh', '-d', '-i'],
    files: {
      '.zshrc': `PS1='$ '; unset zle_bracketed_paste; unsetopt PROMPT_SP AUTO_REMOVE_SLASH\nautoload -U compinit && compinit -u -D
${script}\n${program}() { printf RAN; printf '<%s>' "$@"; printf 'DONE\\n'; }\necho REA''DY\n`,
    },
  }),
}

/** The words that each line runs, in a terminal of its own. */
function type(shell: keyof typeof setups, script: string): string[] {
  const { argv, files } = setups[shell](script)
  const cwd = place(files)
  const env = {
    PATH: process.env['PATH'],
    HOME: cwd,
    ZDOTDIR: cwd,
    TERM: 'dumb',
    LC_ALL: 'C.UTF-8',
  }
  const lines = typed.map(([line]) => `${program} ${line}\t`)
  const answer = execFileSync('python3', [join(projectFolder, 'test/commands/terminal.py')], {
    encoding: 'utf8',
    input: JSON.stringify({ argv, env, cwd, lines }),
  })
  return JSON.parse(answer)
}

const expected = typed.map(([, ...words]) => words.map((word) => `<${word}>`).join(''))

describe.each(['bash', 'zsh'] as const)('%s', (shell) => {
  describe.skipIf(mustSkipShell(shell))('completes', () => {
    test('what is typed on a terminal', { timeout: 90_000 }, () => {
      expect(type(shell, scriptFor(shell))).toEqual(expected)
    })

    test('nothing once the script lacks it', { timeout: 90_000 }, () => {
      const without = scriptFor(shell).replaceAll('sarif', '').replaceAll('generate', 'gone')
      const ran = type(shell, without)
      expect(ran[0]).toBe('<gener>')
      expect(ran[3]).toBe('<check><--format><sar>')
      expect(ran[1]).toBe(expected[1])
    })
  })
})

/** Long names that the help of a command lists, and the commands that the program's own lists. */
async function helpOf(...command: string[]): Promise<{ flags: string[]; commands: string[] }> {
  let help = ''
  const write = (text: string) => {
    help += text
  }
  const machine = { isInteractive: false, write, writeError: write } as Machine
  await expect(parseCommandLine([...command, '--help'], machine)).rejects.toThrow(CommanderError)
  const listed = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, flag = '']) => flag)
  const commands = [...(help.split('Commands:')[1] ?? '').matchAll(/^ {2}([a-z]+)/gm)]
  return { flags: listed.sort(), commands: commands.map(([, name = '']) => name).sort() }
}

const { commands } = await helpOf()

/** The lines that a shell is asked about, without the program's own name; the last word of each is begun. */
const asked: readonly string[] = [
  '',
  ...commands.map((command) => `${command} --`),
  'check --format ',
  'explain ',
  ...typed.map(([line]) => line),
  'init --port ',
  'explain desc.y',
]

/** One shell that loads the script and prints every candidate for each line, with a NUL behind each answer. */
const askers: Record<'bash' | 'fish', (folder: string) => string> = {
  bash: (folder) => {
    const asks = asked.map((line) => {
      const words = [program, ...line.split(' ')]
      return `ask ${words.map((word) => `'${word}'`).join(' ')}`
    })
    const ask = `. ./script; ask() { COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
      _hoptix_deploy 2>/dev/null; printf '%s\\n' "\u0024{COMPREPLY[@]}"; printf '\\0'; }\n${asks.join('\n')}`
    return execFileSync('bash', ['--norc', '-c', ask], { cwd: folder, encoding: 'utf8' })
  },
  fish: (folder) => {
    const asks = asked.map(
      (line) => `complete -C ${JSON.stringify(`${program} ${line}`)}; printf '\\0'`,
    )
    const env = { PATH: process.env['PATH'], HOME: folder, LC_ALL: 'C.UTF-8' }
    const ask = `source script\n${asks.join('\n')}`
    return execFileSync('fish', ['--no-config', '-c', ask], { cwd: folder, encoding: 'utf8', env })
  },
}

const answers = new Map<string, ReadonlyMap<string, string[]>>()

/** Every candidate for one of the lines that are asked. */
function candidates(shell: keyof typeof askers, line: string): string[] {
  if (!asked.includes(line)) throw new Error(`No shell is asked about ${line}.`)
  const known = answers.get(shell) ?? askEverything(shell)
  answers.set(shell, known)
  return known.get(line) ?? []
}

function askEverything(shell: keyof typeof askers): ReadonlyMap<string, string[]> {
  const texts = askers[shell](place({ script: scriptFor(shell) })).split('\0')
  // fish puts a description behind a tab.
  const words = (text = '') =>
    text.split('\n').flatMap((candidate) => candidate.split('\t')[0] || [])
  return new Map(asked.map((line, index) => [line, words(texts[index]).sort()]))
}

describe.each(['bash', 'fish'] as const)('%s', (shell) => {
  describe.skipIf(mustSkipShell(shell))('offers', () => {
    test('every command of the help', () => {
      expect(commands.length).toBeGreaterThan(6)
      expect(candidates(shell, '')).toEqual(commands)
    })

    test.each(commands)('every option of %s', async (command) => {
      const { flags } = await helpOf(command)
      expect(flags).toContain('--format')
      expect(candidates(shell, `${command} --`)).toEqual(flags)
    })

    test('every format, every id that can be explained', () => {
      expect(candidates(shell, 'check --format ')).toEqual(['github', 'sarif', 'text'])
      expect(candidates(shell, 'explain ')).toEqual(topicIds().sort())
    })
  })
})

describe.skipIf(mustSkipShell('fish'))('fish completes', () => {
  // fish keeps the option in front of a value behind an equals sign, and escapes nothing here.
  test.each(typed.filter(([, ...words]) => !['de', 'generated'].includes(words.at(-1) ?? '')))(
    '%s',
    (line, ...words) => {
      expect(candidates('fish', line)).toEqual([words.at(-1)])
    },
  )

  test.each(['schema de', 'generated', 'init --port ', 'explain desc.y'])(
    'nothing for %s',
    (line) => {
      expect(candidates('fish', line)).toEqual([])
    },
  )
})

test('another shell is refused', () => {
  const { exitCode, stderr } = runCli(projectFolder, ['completion', 'tcsh'])
  expect(exitCode).toBe(2)
  expect(stderr).toContain('bash, fish, zsh')
})

test('every candidate is a plain word: the scripts write them without quoting each', () => {
  for (const id of topicIds()) expect(id).toMatch(/^[A-Za-z][A-Za-z.-]+$/)
})
