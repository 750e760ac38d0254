import type { Format, Outcome } from '../../outcome.ts'
import { version } from '../../program.ts'
import { reportGithub } from './github.ts'
import { reportJson } from './json.ts'
import { reportSarif } from './sarif.ts'
import { reportText } from './text/index.ts'

interface Streams {
  readonly columns: number
  readonly color: boolean
  write(text: string): void
  writeError(text: string): void
}

/** Machine formats go to stdout alone, with the human text on stderr beside them. */
export async function report(outcome: Outcome, format: Format, streams: Streams): Promise<void> {
  const text = await reportText(outcome, streams)
  if (format === 'text') streams.write(text)
  else {
    streams.write(machineFormats[format](outcome))
    if (outcome.document === undefined) streams.writeError(text)
  }
}

const machineFormats: Record<Exclude<Format, 'text'>, (outcome: Outcome) => string> = {
  json: reportJson,
  github: (outcome) => reportGithub(outcome.findings),
  sarif: (outcome) => reportSarif(outcome.findings, version),
}
