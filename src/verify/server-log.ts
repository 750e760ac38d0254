/** One line of gunicorn's own log. */
export interface LogEntry {
  /** Lower case. */
  readonly level: string
  readonly message: string
}

/** [2026-11-23 17:12:00 +0000] [1] [INFO] Starting gunicorn 26.2.0 */
const textEntry = /^\[[^\]]+\] \[\d+\] \[(\w+)\] (.*)$/

/** Gunicorn's entries in either of the two formats; what the app printed is not one of them. */
export function readServerLog(lines: readonly string[]): LogEntry[] {
  return lines.flatMap((line) => {
    const [, level, message] = textEntry.exec(line) ?? []
    if (level !== undefined && message !== undefined)
      return [{ level: level.toLowerCase(), message }]
    const entry = line.startsWith('{') ? parseObject(line) : undefined
    return entry?.['logger'] === 'gunicorn.error'
      ? [{ level: String(entry['level']), message: String(entry['message']) }]
      : []
  })
}

/** What gunicorn.conf.py says where it meets a gunicorn that it does not know, and leaves it as it is. */
export function findUnknownServer(lines: readonly string[]): string | undefined {
  return readServerLog(lines).find(({ message }) => /^gunicorn \S+ is unknown here/.test(message))
    ?.message
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return undefined // the app may print a brace too
  }
}
