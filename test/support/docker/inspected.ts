/** The parts of Docker's answers that tests read; the rest is there, but untyped. */
export interface ContainerState {
  readonly State: {
    readonly Status: string
    readonly Running: boolean
    readonly ExitCode: number
    readonly OOMKilled: boolean
    readonly Health?: { readonly Status: string }
  }
  readonly NetworkSettings: { readonly IPAddress: string; readonly Gateway: string }
}

export interface ImageConfig {
  readonly Id: string
  /** Bytes, of all layers. */
  readonly Size: number
  readonly RootFS: { readonly Layers: readonly string[] }
  readonly Config: {
    readonly User: string
    /** `NAME=value` each. */
    readonly Env: readonly string[] | null
    readonly Cmd: readonly string[] | null
    readonly Entrypoint: readonly string[] | null
    readonly WorkingDir: string
    readonly ExposedPorts?: Readonly<Record<string, object>>
    readonly Labels: Readonly<Record<string, string>> | null
    readonly StopSignal?: string
    readonly Healthcheck?: { readonly Test: readonly string[] }
  }
}

/** Newest first, as `docker history` prints them. */
export interface Layer {
  readonly CreatedBy: string
  /** For people, such as `12.3MB`. */
  readonly Size: string
}
