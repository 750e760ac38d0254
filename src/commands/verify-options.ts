import type { RuntimeId } from '../verify/runtimes/index.ts'

export interface VerifyOptions {
  readonly runtime?: RuntimeId
  readonly url?: string
  readonly fromEnvFile?: string
  /** The same, under the name that Node takes for itself. */
  readonly envFile?: string
  readonly before?: boolean
  readonly keep?: boolean
}
