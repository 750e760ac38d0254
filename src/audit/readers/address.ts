/** An address that a server listens on, taken apart. */
export interface Address {
  readonly host: string
  /** Undefined where none is written, or it is no number. */
  readonly port: number | undefined
}

/** `0.0.0.0:8080`, `[::]:8080`, `:8080`; a socket's path or a file descriptor is its own host. */
export function parseAddress(text: string): Address {
  const bare = text.replace(/^(?:tcp|http):\/\//, '')
  if (/^(?:unix:|fd:|\/)/.test(bare)) return { host: bare, port: undefined }
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(bare) ?? []
  const number = /^[0-9]+$/.test(port ?? '') ? Number(port) : undefined
  return { host: bracketed ?? plain ?? bare, port: number }
}

export function isLoopback(host: string): boolean {
  return /^(?:localhost|127\.[0-9.]+|::1)$/i.test(host)
}

/** Reachable from outside the container. An empty host means all of them to every server. */
export function isEveryInterface(host: string): boolean {
  return ['', '0.0.0.0', '::', '0'].includes(host)
}
