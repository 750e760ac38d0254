import { readPackageFile } from '../io/package-file.ts'
import type { Outcome } from '../outcome.ts'

/** The JSON Schema of hoptix.yaml, for editors: the package's own copy, laid out for people. */
export async function schema(): Promise<Outcome> {
  const copy: unknown = JSON.parse(readPackageFile('schema.json'))
  return { ok: true, findings: [], document: `${JSON.stringify(copy, null, 2)}\n` }
}
