import { listenForInterruption } from '../io/interruption.ts'
import { readEnvironment } from '../io/process.ts'
import { readBytes } from '../io/read.ts'
import type { Outcome } from '../outcome.ts'
import { type EnvFile, readEnvFile } from '../verify/env-file.ts'
import type { CommandContext } from './context.ts'
import { readDescription } from './description.ts'
import { chooseServices } from './verify-choice.ts'
import { verifyDeployed } from './verify-deployed.ts'
import { finding } from './verify-findings.ts'
import type { VerifyOptions } from './verify-options.ts'
import { outcomeOf } from './verify-outcome.ts'
import { type Attempt, type Given, verifyService } from './verify-service.ts'

/** Starts the files that are there, or what they replaced, and probes them. Writes nothing into the repository. */
export async function verify(
  context: CommandContext,
  names: readonly string[],
  options: VerifyOptions,
  onStep: (step: string) => void,
): Promise<Outcome> {
  const interruption = listenForInterruption()
  const { signal } = interruption
  try {
    return await verifyAll(context, names, options, { signal, onStep })
  } catch (error) {
    // Whatever fails when its processes are ended under it fails because of that.
    const exitCode = interruption.exitCode()
    if (exitCode === undefined) throw error
    const summary = 'Interrupted. What was started has ended, what was written is removed.'
    return { ok: false, findings: [], exitCode, summary }
  } finally {
    interruption.close()
  }
}

async function verifyAll(
  context: CommandContext,
  names: readonly string[],
  options: VerifyOptions,
  { signal, onStep }: Pick<Given, 'signal' | 'onStep'>,
): Promise<Outcome> {
  const read = await readDescription(context)
  if (!read.ok) return { ok: false, findings: read.findings, summary: nothingStarted }
  const chosen = chooseServices(read.generation.byService, names, context)
  if (!chosen.ok) return { ok: false, findings: chosen.findings, summary: nothingStarted }
  const envFile = readEnv(context, options.fromEnvFile ?? options.envFile)
  if (!envFile.ok) return { ok: false, findings: envFile.findings, summary: nothingStarted }

  if (options.url !== undefined) {
    const given = { context, generation: read.generation, env: envFile.env, signal, onStep }
    const asked = await verifyDeployed(chosen.services, options.url, given)
    if ('refused' in asked)
      return { ok: false, findings: asked.refused, summary: 'Nothing was asked.' }
    return outcomeOf([asked], read.spec.warnings, context.specFile)
  }
  const attempts: Attempt[] = []
  for (const service of chosen.services) {
    const name = service.plan.name.value
    const told = chosen.services.length > 1 ? (step: string) => onStep(`${name}: ${step}`) : onStep
    const given = { context, generation: read.generation, env: envFile.env, signal, onStep: told }
    const attempt = await verifyService(service, options, given)
    attempts.push(attempt)
    // A machine that lacks something for one service lacks it for the next.
    if (attempt.lacks) break
  }
  return outcomeOf(attempts, read.spec.warnings, context.specFile)
}

const nothingStarted = 'Nothing was started.'

function readEnv({ top }: CommandContext, file: string | undefined): EnvFile {
  if (file === undefined) return { ok: true, env: {} }
  const bytes = readBytes(top, file)
  if (bytes) return readEnvFile(new TextDecoder().decode(bytes), file, readEnvironment())
  const missing = finding('env-file-missing', `There is no file ${file}.`, { file })
  return { ok: false, findings: [missing] }
}
