import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { version } from '../../../src/program.ts'
import { exampleFolder } from '../examples.ts'
import { program } from '../program.ts'
import { temporaryFolder } from '../temporary.ts'

/** The repository in which the commands of one page run, one after the other. */
export interface PageRepository {
  readonly folder: string
  /** Runs a script; `before` is the exit code of the command before it, which the script sees as `$?`. */
  run(shell: Shell, script: string, before?: number): { exitCode: number; output: string[] }
}

type Place = Pick<PageRepository, 'folder'>

export type Shell = 'sh' | 'bash'

const startPattern =
  /^<!-- run in (?:a copy of examples\/(?<example>\S+?)|an empty folder)(?:,? called (?<name>\S+))? -->$/m

/** A copy of an example, or an empty folder, as a comment of the page says. */
export function startRepository(page: string): PageRepository {
  const start = startPattern.exec(page)?.groups
  if (!start) throw new Error('The page does not say where its commands run.')
  const top = temporaryFolder()
  const folder = join(top, start['name'] ?? start['example'] ?? 'repository')
  mkdirSync(folder)
  if (start['example']) cpSync(exampleFolder(start['example']), folder, { recursive: true })
  rmSync(join(folder, 'expected'), { recursive: true, force: true })
  const programs = installPrograms(join(top, 'programs'))
  const run: PageRepository['run'] = (shell, script, before = 0) => {
    const { status, stdout } = spawnSync(shell, ['-c', `exec 2>&1\n(exit ${before})\n${script}`], {
      cwd: folder,
      encoding: 'utf8',
      env: environment(top, programs),
    })
    return { exitCode: status ?? 1, output: linesOf(stdout, folder) }
  }
  run('sh', 'git init --quiet --initial-branch main')
  return { folder, run }
}

function linesOf(stdout: string, folder: string): string[] {
  const text = stdout.replaceAll(folder, '<folder>').replace(/\n$/, '')
  return text === '' ? [] : text.split('\n').map((line) => line.trimEnd())
}

function environment(home: string, programs: string): Record<string, string> {
  const person = { NAME: 'Somebody', EMAIL: 'somebody@example.com' }
  return {
    PATH: `${programs}:${process.env['PATH']}`,
    HOME: home,
    COLUMNS: '100',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: person.NAME,
    GIT_AUTHOR_EMAIL: person.EMAIL,
    GIT_COMMITTER_NAME: person.NAME,
    GIT_COMMITTER_EMAIL: person.EMAIL,
  }
}

/** `npx hoptix-deploy`, also with this version behind an @, and an installed `hoptix-deploy`: the built program. */
function installPrograms(folder: string): string {
  const ours = `"${process.execPath}" "${program}" "$@"`
  mkdirSync(folder)
  const install = (name: string, script: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  install('hoptix-deploy', `exec ${ours}`)
  install(
    'npx',
    `if [ "$1" = --yes ]; then shift; fi
case "$1" in
  hoptix-deploy | hoptix-deploy@${version}) shift; exec ${ours} ;;
  *) echo "npx: $1 is not the program of this repository" >&2; exit 127 ;;
esac`,
  )
  return folder
}

export function putFile({ folder }: Place, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content)
}

/** Carries out a diff without line numbers: the lines that stay and go must stand in the file, once and together. */
export function applyEdit({ folder }: Place, diff: string): void {
  const [, path] = /^\+\+\+ b\/(.*)$/m.exec(diff) ?? []
  if (path === undefined) throw new Error('A diff block names its file: `+++ b/path`.')
  const body = diff.split('\n').filter((line) => !/^(?:---|\+\+\+|@@)/.test(line))
  const side = (sign: string) =>
    body
      .filter((line) => line.startsWith(' ') || line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join('')
  const parts = readFileSync(join(folder, path), 'utf8').split(side('-'))
  if (parts.length !== 2) throw new Error(`${path} does not hold exactly once:\n${side('-')}`)
  putFile({ folder }, path, parts.join(side('+')))
}
