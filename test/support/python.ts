import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'

/** Shared by all runs on this machine; removing it costs one installation. */
const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
const venvs = join(cache, 'hoptix-deploy-test', 'venvs')

/**
 * The Python of a virtual environment that holds these pinned requirements: made when it is first asked for (some
 * 10 s, from PyPI), then kept. Several processes may ask at once: the first that is ready wins. Start its programs
 * as `python -m black`: the scripts in `bin` name the folder in which the environment was built. `base` is the
 * interpreter to make it from.
 */
export function pythonWith(requirements: readonly string[], base = 'python3'): string {
  const made = [base, ...requirements].join('\n')
  const key = createHash('sha256').update(made).digest('hex').slice(0, 12)
  const folder = join(venvs, key)
  const python = join(folder, 'bin', 'python')
  const ready = join(folder, 'ready')
  if (existsSync(ready)) return python
  mkdirSync(venvs, { recursive: true })
  const building = mkdtempSync(join(venvs, `${key}-`))
  try {
    const venv = join(building, 'venv')
    execFileSync(base, ['-m', 'venv', venv], { stdio: 'pipe' })
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
    execFileSync(join(venv, 'bin', 'python'), [...install, ...requirements], { stdio: 'pipe' })
    writeFileSync(join(venv, 'ready'), '')
    if (!existsSync(ready)) renameSync(venv, folder)
  } finally {
    rmSync(building, { recursive: true })
  }
  return python
}

/** A Python program that answers each line of JSON with one line of JSON: `{"ok": …}` or `{"error": "…"}`. */
export class PythonProcess {
  private readonly child: ChildProcessWithoutNullStreams
  private readonly lines: AsyncIterator<string>
  private readonly reader: Interface
  private errors = ''

  constructor(python: string, program: string) {
    this.child = spawn(python, ['-u', program], { env: { ...process.env, PYTHONUTF8: '1' } })
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.errors += chunk.toString('utf8')
    })
    this.reader = createInterface({ input: this.child.stdout })
    this.lines = this.reader[Symbol.asyncIterator]()
  }

  /** One question at a time. Rejects with `PythonRefused` where the program answers with an error. */
  async ask<T>(question: object): Promise<T> {
    this.child.stdin.write(`${JSON.stringify(question)}\n`)
    const { value, done } = await this.lines.next()
    if (done) throw new Error(`the Python process ended: ${this.errors}`)
    const answer = JSON.parse(value) as { ok: T } | { error: string }
    if ('error' in answer) throw new PythonRefused(answer.error)
    return answer.ok
  }

  close(): void {
    this.reader.close()
    this.child.kill()
  }
}

/** What the parser said. */
export class PythonRefused extends Error {}
