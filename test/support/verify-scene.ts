import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, type TestContext } from 'vitest'
import { waitFor } from '../../src/verify/wait.ts'
import { type CliResult, runCli } from './cli.ts'
import { program } from './program.ts'
import { temporaryFolder } from './temporary.ts'

const description = `# hoptix.yaml
name: shop
app: app:app
framework: flask
requires: [SHOP_KEY]
`

const app = `import os

from flask import Flask

app = Flask(__name__)
KEY = os.environ["SHOP_KEY"]


@app.get("/")
def home():
    return "shop"
`

/** A small service in a repository, with generated files, and a folder of its own for what the command makes. */
export interface Scene {
  readonly folder: string
  /** What the command left in its temporary folder, and processes that still run when a killed one would be gone. */
  left(): Promise<string[]>
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CliResult>
  /** Ends the command with a signal as soon as it says the word. */
  interrupt(args: readonly string[], word: string, signal: NodeJS.Signals): Promise<CliResult>
}

export function openScene(
  onFinished: TestContext['onTestFinished'],
  files: Readonly<Record<string, string>> = {},
): Scene {
  const open = (content = {}) => temporaryFolder(content, onFinished)
  const folder = open({
    'hoptix.yaml': description,
    'app.py': app,
    'requirements.txt': 'flask==3.1.1\n',
    'shop.env': 'SHOP_KEY=a-secret-of-the-shop\n',
    ...files,
  })
  const temporary = open()
  // A home of its own: tools that pip asks for their version may keep settings there, and those are no change of the repository.
  const home = open()
  // Virtual environments are shared with other tests; nothing else is.
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  const ours = {
    HOME: home,
    TMPDIR: temporary,
    XDG_CACHE_HOME: cache,
    DOCKER_HOST: 'unix:///nowhere.sock',
  }
  expect(runCli(folder, ['generate', '--force']).exitCode).toBe(0)
  return {
    folder,
    left: async () => {
      const running = () => processesWith(`TMPDIR=${temporary}`)
      await waitFor(() => (running().length === 0 ? true : undefined), 10)
      return [...readdirSync(temporary), ...running()]
    },
    run: (args, env) => verify(folder, args, { ...ours, ...env }),
    interrupt: (args, word, signal) => verify(folder, args, ours, { word, signal }),
  }
}

/** Processes that inherited a variable of this command, wherever they have gone. */
function processesWith(variable: string): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(variable)
    } catch {
      return false // gone in the meantime
    }
  })
}

/** Without blocking, so that several can run side by side. */
function verify(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  interruption?: { readonly word: string; readonly signal: NodeJS.Signals },
): Promise<CliResult> {
  const child = spawn(process.execPath, [program, 'verify', ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], COLUMNS: '80', ...env },
  })
  let stdout = ''
  let stderr = ''
  let isSent = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    if (isSent || !interruption || !stderr.includes(interruption.word)) return
    isSent = true
    child.kill(interruption.signal)
  })
  return new Promise((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
  })
}
