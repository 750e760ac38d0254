/** What the tool knows of a web framework: data only. */
export interface Framework {
  /** As people write its name. */
  readonly title: string
  /** How the server talks to it. */
  readonly interface: 'wsgi' | 'asgi'
  /** Who tells the app the client's address, scheme and host, as the ingress saw them. */
  readonly proxyHeaders: 'werkzeug' | 'server'
  /** Whose debug switch must be off: that of the app object, or that of the settings. */
  readonly debugSwitch: 'flask' | 'django' | 'starlette' | 'none'
  /** Requirement names (PEP 503) that give it away, most telling first. */
  readonly requirements: readonly string[]
  /** Environment that keeps its debug mode off. */
  readonly env: Readonly<Record<string, string>>
}
