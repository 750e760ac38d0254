import { type SpawnOptions, type SpawnSyncOptions, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { attempt, readIfThere } from './attempt.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface CommandResult {
  /** 127 when there is no such program, 128 when a signal ended it. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface CommandOptions {
  readonly cwd?: string | undefined
  readonly env?: Environment | undefined
  readonly signal?: AbortSignal | undefined
}

/** Seconds between asking a program's processes to end and ending them. */
const graceSeconds = 2

/**
 * Runs a program to its end. No shell is involved unless the words name one. With a signal it has a process group of
 * its own, which ends as a whole: an installer has compilers below it.
 */
export async function runCommand(
  words: readonly string[],
  { signal, ...options }: CommandOptions = {},
): Promise<CommandResult> {
  const [file = '', ...args] = words
  if (signal?.aborted) return { code: 128, stdout: '', stderr: String(signal.reason) }
  const child = spawn(file, args, {
    ...(options as SpawnOptions),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: signal !== undefined,
  })
  const stdout: string[] = []
  const stderr: string[] = []
  child.stdout?.setEncoding('utf8').on('data', (text: string) => stdout.push(text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => stderr.push(text))
  child.once('error', ({ message }) => stderr.push(message))
  const unwatch = endWith(child.pid, signal)
  return new Promise((resolve) => {
    child.once('close', (ended: number | null) => {
      unwatch()
      const code = child.pid === undefined ? 127 : (ended ?? 128)
      resolve({ code, stdout: stdout.join(''), stderr: stderr.join('') })
    })
  })
}

/** Ends a process group when a signal says so. */
function endWith(pid: number | undefined, signal: AbortSignal | undefined): () => void {
  if (pid === undefined || !signal) return () => {}
  let timer: NodeJS.Timeout | undefined
  const end = () => {
    sendSignal(-pid, 'SIGTERM')
    timer = setTimeout(() => sendSignal(-pid, 'SIGKILL'), graceSeconds * 1000)
  }
  signal.addEventListener('abort', end, { once: true })
  return () => {
    signal.removeEventListener('abort', end)
    clearTimeout(timer)
  }
}

/** As `runCommand`, for an answer that cannot be waited for. */
export function runCommandNow(words: readonly string[], options: CommandOptions): CommandResult {
  const [file = '', ...args] = words
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    ...({ cwd: options.cwd, env: options.env } as SpawnSyncOptions),
    encoding: 'utf8',
  })
  return { code: status ?? (error ? 127 : 128), stdout, stderr: stderr ?? String(error) }
}

export interface Exit {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly signal: string | null
}

/** A program that keeps running, with everything it wrote so far. */
export interface StartedProcess {
  readonly pid: number
  readonly exit: Promise<Exit>
  exited(): Exit | undefined
  output(): string
}

/** Starts a program in a process group of its own; both of its outputs go to one file, as a container's do. */
export function startProcess(
  words: readonly string[],
  options: CommandOptions & { readonly log: string },
): StartedProcess {
  const [file = '', ...args] = words
  const log = fs.openSync(options.log, 'a')
  const child = spawn(file, args, {
    ...({ cwd: options.cwd, env: options.env } as SpawnOptions),
    stdio: ['ignore', log, log],
    detached: true,
  })
  fs.closeSync(log)
  const ended = (): Exit => ({ code: child.exitCode, signal: child.signalCode })
  return {
    pid: child.pid ?? 0,
    exit: new Promise((end) =>
      child.once('exit', () => end(ended())).once('error', () => end(ended())),
    ),
    exited: () => (child.exitCode === null && child.signalCode === null ? undefined : ended()),
    output: () => fs.readFileSync(options.log, 'utf8'),
  }
}

/** To one process, or to a whole group when the id is negative; one that is gone already needs no signal. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  // 0 and -1 would mean our own group, and everyone.
  if (pid !== 0 && pid !== -1) attempt(() => process.kill(pid, signal))
}

/** Empty where there is no /proc. */
export function childrenOf(pid: number): number[] {
  const tasks = attempt(() => fs.readdirSync(`/proc/${pid}/task`)) ?? []
  const lists = tasks.map((task) => readIfThere(`/proc/${pid}/task/${task}/children`) ?? '')
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number))
}

/** Processes that work in a folder or below: found by it even when they left our group to become daemons. */
export function processesIn(folder: string): number[] {
  const pids = (attempt(() => fs.readdirSync('/proc')) ?? []).filter((name) => /^\d+$/.test(name))
  return pids.map(Number).filter((pid) => {
    const cwd = attempt(() => fs.readlinkSync(`/proc/${pid}/cwd`))
    return cwd === folder || cwd?.startsWith(`${folder}/`)
  })
}

/** Whether this machine lets us see what a process holds: that of another user, or in another machine, it does not. */
export function canLookInto(pid: number): boolean {
  return pid > 0 && attempt(() => fs.readdirSync(`/proc/${pid}/fd`)) !== undefined
}

export function isOnLinux(): boolean {
  return process.platform === 'linux'
}

/** What the person's shell set. */
export function readEnvironment(): Environment {
  return process.env
}
