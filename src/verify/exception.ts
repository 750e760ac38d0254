/** Frames of what the app merely uses: its place in its own code says more. */
const foreign = /site-packages|dist-packages|\/lib\/python3|^</

/** The last exception that a log of Python shows, with its place in the app's own code; undefined where it shows none. */
export function findException(lines: readonly string[]): string | undefined {
  const begin = lines.lastIndexOf('Traceback (most recent call last):')
  const trace = begin < 0 ? [] : lines.slice(begin + 1)
  const end = trace.findIndex((line) => /^\S/.test(line))
  const exception = trace[end]
  if (exception === undefined) return undefined
  const frames = trace.slice(0, end).flatMap((line) => {
    const [, file, number] = /^ {2}File "([^"]+)", line (\d+)/.exec(line) ?? []
    return file !== undefined && !foreign.test(file) ? [`${file}:${number}`] : []
  })
  const place = frames.at(-1)
  return place === undefined ? exception : `${exception} (${place})`
}
