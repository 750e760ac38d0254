import { spawnSync } from 'node:child_process'
import { program } from './program.ts'

export interface CliResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  readonly columns?: number
  readonly color?: boolean
  readonly env?: Readonly<Record<string, string>>
  /** Arguments of node itself. */
  readonly node?: readonly string[]
}

/** Runs the built program as a person would, with nothing of this machine's settings. */
export function runCli(
  folder: string,
  args: readonly string[],
  options: CliOptions = {},
): CliResult {
  const { columns = 80, color = false, env = {}, node = [] } = options
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      COLUMNS: String(columns),
      ...(color ? { FORCE_COLOR: '1' } : {}),
      ...env,
    },
  })
  return { exitCode: status, stdout, stderr }
}

/** Output and exit code as one text, the folder's own path taken out. */
export function transcript(
  folder: string,
  args: readonly string[],
  options: CliOptions = {},
): string {
  const { exitCode, stdout, stderr } = runCli(folder, args, options)
  const streams = [stdout, stderr && `--- stderr\n${stderr}`].filter(Boolean).join('')
  return `$ hoptix-deploy ${args.join(' ')}\n${streams}Exit code: ${exitCode}\n`.replaceAll(
    folder,
    '<folder>',
  )
}
