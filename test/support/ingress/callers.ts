import http from 'node:http'

export interface Call {
  readonly path: string
  readonly method?: 'GET' | 'POST'
  /** Of a POST. */
  readonly body?: string
  readonly timeoutSeconds?: number
  /** Hangs up. */
  readonly signal?: AbortSignal
}

/** Status 0 is no answer, and `body` says why. */
export interface Outcome {
  readonly status: number
  readonly body: string
}

/** One request from outside, on a connection of its own: nothing that happens between caller and ingress is counted. */
export function call(port: number, asked: Call): Promise<Outcome> {
  const { path, method = 'GET', body = 'sent', timeoutSeconds = 150, signal } = asked
  return new Promise((resolve) => {
    const fail = ({ message }: Error) => resolve({ status: 0, body: message })
    const options = {
      host: '127.0.0.1',
      port,
      path,
      method,
      agent: false,
      ...(signal && { signal }),
    }
    const sent = http.request({ ...options, maxHeaderSize: 65_536 }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('error', fail)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    sent.setTimeout(timeoutSeconds * 1000, () => sent.destroy(new Error('timed out')))
    sent.on('error', fail)
    sent.end(method === 'POST' ? body : undefined)
  })
}

/** How requests ended, each counted once. */
export class Tally {
  private readonly counts = new Map<string, number>()

  add(method: string, { status, body }: Outcome): void {
    const ending = status === 0 ? body : `${status}`
    const key = `${method} ${ending}`
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1)
  }

  get sent(): number {
    return this.sum(() => true)
  }

  get failed(): number {
    return this.sum((key) => !key.endsWith(' 200'))
  }

  /** Such as `{"GET 200": 2510, "POST 502": 3}`. */
  get endings(): Record<string, number> {
    return Object.fromEntries(this.counts)
  }

  private sum(matches: (key: string) => boolean): number {
    const matching = [...this.counts].filter(([key]) => matches(key))
    return matching.reduce((sum, [, count]) => sum + count, 0)
  }
}
