import type { Finding } from '../findings/finding.ts'
import { readBytes } from '../io/read.ts'
import { generateFrom, type Read } from '../pipeline.ts'
import { specChecks } from '../spec/checks.ts'
import type { CommandContext } from './context.ts'

/** Reads the description and everything that follows from it; a missing file is a finding like any other. */
export function readDescription({ top, specFile, repo }: CommandContext): Read {
  const bytes = readBytes(top, specFile)
  return bytes ? generateFrom(bytes, specFile, repo) : { ok: false, findings: [missing(specFile)] }
}

function missing(file: string): Finding {
  const { severity, fix } = specChecks['spec-missing']
  const message = `There is no ${file} here, so there is nothing to generate or to check.`
  return { rule: 'spec-missing', severity, message, fix, where: { file } }
}
