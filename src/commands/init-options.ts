export interface InitOptions {
  readonly name?: string
  readonly root?: string
  readonly app?: string
  readonly framework?: string
  readonly port?: string
  readonly profile?: string
  readonly origin?: readonly string[]
  /** One service for each folder that has an app. */
  readonly all?: true
  readonly force?: true
}
