import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { topicIds } from '../../src/commands/explain.ts'
import { runCli } from '../support/cli.ts'
import { projectFolder } from '../support/examples.ts'
import { mustSkipShell, type ShellName } from '../support/shells.ts'
import { temporaryFolder } from '../support/temporary.ts'

const program = 'hoptix-deploy'

function scriptFor(shell: string): string {
  return runCli(projectFolder, ['completion', shell]).stdout
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

/** Every candidate for a line whose last word is begun. */
const askers: Record<'bash' | 'fish', (folder: string, line: string) => string[]> = {
  bash: (folder, line) => {
    const words = [program, ...line.split(' ')]
    const ask = `. ./script; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
      COMP_CWORD=${words.length - 1}; _hoptix_deploy 2>/dev/null; printf '%s\\n' "\u0024{COMPREPLY[@]}"`
    return linesOf(execFileSync('bash', ['--norc', '-c', ask], { cwd: folder, encoding: 'utf8' }))
  },
  fish: (folder, line) => {
    const ask = `source script; complete -C ${JSON.stringify(`${program} ${line}`)}`
    const env = { PATH: process.env['PATH'], HOME: folder, LC_ALL: 'C.UTF-8' }
    const output = execFileSync('fish', ['--no-config', '-c', ask], {
      cwd: folder,
      encoding: 'utf8',
      env,
    })
    return linesOf(output).map((candidate) => candidate.split('\t')[0] ?? '')
  },
}

function linesOf(text: string): string[] {
  return text.split('\n').filter(Boolean).sort()
}

/** Long names that the help of a command lists, and the commands that the program's own lists. */
function helpOf(...command: string[]): { flags: string[]; commands: string[] } {
  const { stdout } = runCli(projectFolder, [...command, '--help'], { columns: 200 })
  const listed = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, flag = '']) => flag)
  const commands = [...(stdout.split('Commands:')[1] ?? '').matchAll(/^ {2}([a-z]+)/gm)]
  return { flags: listed.sort(), commands: commands.map(([, name = '']) => name).sort() }
}

describe.each(['bash', 'fish'] as const)('%s', (shell: ShellName & keyof typeof askers) => {
  describe.skipIf(mustSkipShell(shell))('offers', () => {
    const ask = (line: string) => askers[shell](place({ script: scriptFor(shell) }), line)

    test('every command of the help', () => {
      expect(helpOf().commands.length).toBeGreaterThan(6)
      expect(ask('')).toEqual(helpOf().commands)
    })

    test.each(helpOf().commands)('every option of %s', (command) => {
      const { flags } = helpOf(command)
      expect(flags).toContain('--format')
      expect(ask(`${command} --`)).toEqual(flags)
    })

    test('every format, every id that can be explained', () => {
      expect(ask('check --format ')).toEqual(['github', 'sarif', 'text'])
      expect(ask('explain ')).toEqual(topicIds().sort())
    })
  })
})

describe.skipIf(mustSkipShell('fish'))('fish completes', () => {
  const ask = (line: string) => askers.fish(place({ script: scriptFor('fish') }), line)

  // fish keeps the option in front of a value behind an equals sign, and escapes nothing here.
  test.each(typed.filter(([, ...words]) => !['de', 'generated'].includes(words.at(-1) ?? '')))(
    '%s',
    (line, ...words) => {
      expect(ask(line)).toEqual([words.at(-1)])
    },
  )

  test.each(['schema de', 'generated', 'init --port ', 'explain desc.y'])(
    'nothing for %s',
    (line) => {
      expect(ask(line)).toEqual([])
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
