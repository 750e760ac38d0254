import type { Outcome } from '../outcome.ts'
import { describeSchema } from '../spec/json-schema.ts'

/** The JSON Schema of hoptix.yaml, for editors. */
export async function schema(): Promise<Outcome> {
  return { ok: true, findings: [], document: `${JSON.stringify(describeSchema(), null, 2)}\n` }
}
