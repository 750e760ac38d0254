import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { build } from 'esbuild'
import type { Plan } from '../../src/plan/plan.ts'
import type { DeployedOptions } from '../../src/verify/deployed/open.ts'
import type { ProbeReport } from '../../src/verify/run-probes.ts'
import { projectFolder } from './examples.ts'

export interface DeployedRun {
  /** A file with authorities that are trusted beside Node's own. */
  readonly authorities?: string
  /** Words in front of the program, such as those that enter another network. */
  readonly enter?: readonly string[]
  readonly options?: Omit<DeployedOptions, 'signal'>
}

/** Puts the program that probes into a folder. */
export async function buildDeployedChild(folder: string): Promise<string> {
  const outfile = join(folder, 'deployed-child.mjs')
  const entry = join(projectFolder, 'test/support/deployed-child.ts')
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm' })
  return outfile
}

/** Probes as a program of its own, which trusts whom its environment names. */
export async function probeInChild(
  program: string,
  url: string,
  plan: Plan,
  { authorities, enter = [], options = {} }: DeployedRun = {},
): Promise<ProbeReport[]> {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env
  const [file = '', ...words] = [...enter, process.execPath, program]
  const child = spawn(file, words, {
    env: { ...env, ...(authorities ? { NODE_EXTRA_CA_CERTS: authorities } : {}) },
  })
  child.stdin.end(JSON.stringify({ url, plan, options }))
  const [out, errors] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  if (!out) throw new Error(errors)
  return JSON.parse(out) as ProbeReport[]
}

/** What one probe reported. */
export function reportOf(reports: readonly ProbeReport[], id: string): ProbeReport {
  const report = reports.find(({ probe }) => probe.id === id)
  if (!report) throw new Error(`no report of ${id}`)
  return report
}
