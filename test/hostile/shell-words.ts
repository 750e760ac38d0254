import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The commands behind RUN with their continuation lines joined, which is all that Docker does to them. */
export function runCommands(dockerfile: string): string[] {
  return (
    dockerfile
      .replace(/\\\n/g, '')
      .split('\n')
      .filter((line) => line.startsWith('RUN '))
      // Flags are the builder's, and no part of the command.
      .map((line) => line.slice('RUN '.length).replace(/^(?:--\S+\s+)+/, ''))
  )
}

const programs = [
  'uvicorn',
  ...['find', 'rm', 'install', 'apt-get', 'groupadd', 'useradd'],
  ...['python', 'pip', 'uv', 'poetry', 'pipenv', 'pdm', 'flask', 'gunicorn'],
  ...['git', 'porter', 'docker', 'curl'],
]

/** A folder of programs that print their words and do nothing, in the place of everything else on PATH. */
export function makeEchoingPrograms(folder: string): string {
  const bin = join(folder, 'bin')
  mkdirSync(bin, { recursive: true })
  for (const program of programs) {
    const file = join(bin, program)
    writeFileSync(file, `#!/bin/sh\nprintf '%s\\0' "$#" ${program} "$@"\n`)
    chmodSync(file, 0o755)
  }
  return bin
}

/** The words of each program that `sh` starts for these commands. */
export function wordsOf(commands: readonly string[], bin: string): string[][] {
  const builtins = ['cd', 'printf'].map(
    (name) => `${name}() { command printf '%s\\0' "$#" ${name} "$@"; }`,
  )
  const script = [...builtins, ...commands]
    .join('\n')
    .replaceAll('/opt/tools/bin/', '')
    .replaceAll('> /tmp/pins.txt', '')
  const env = { PATH: bin }
  return splitWords(execFileSync('/bin/sh', ['-ec', script], { env, cwd: bin, encoding: 'utf8' }))
}

/** Undoes `printf '%s\0' "$#" name "$@"`. */
function splitWords(output: string): string[][] {
  const calls: string[][] = []
  const parts = output.split('\0').slice(0, -1)
  while (parts.length > 0) calls.push(parts.splice(0, Number(parts.shift()) + 1))
  return calls
}
