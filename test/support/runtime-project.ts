import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CommandResult, readEnvironment, runCommand } from '../../src/io/process.ts'
import { findPython } from '../../src/verify/runtimes/python.ts'
import { projectFolder } from './examples.ts'
import { pythonWith } from './python.ts'

/** The Python project whose source is copied beside apps. */
const folder = join(projectFolder, 'runtime')

/** What its requirements.txt pins, such as `gunicorn==26.2.0`. */
export function runtimeRequirements(): string[] {
  const lines = readFileSync(join(folder, 'requirements.txt'), 'utf8').split('\n')
  return lines.filter((line) => line && !line.startsWith('#'))
}

/** Runs a module of its virtual environment in its folder, such as `['pytest', '-q']`. */
export async function runInRuntime(
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const environment = readEnvironment()
  const base = await findPython('3.13', environment)
  const python = pythonWith(runtimeRequirements(), base?.path)
  const env = { ...environment, ...variables }
  return runCommand([python, '-m', ...words], { cwd: folder, env })
}

/** For tests that need it to succeed; the error shows what it printed. */
export async function mustRunInRuntime(
  ...[words, variables]: Parameters<typeof runInRuntime>
): Promise<string> {
  const { code, stdout, stderr } = await runInRuntime(words, variables)
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}:\n${stdout}${stderr}`)
  return stdout
}
