/** Frames of what the app merely uses, or is started by: its place in its own code says more. */
const foreign = /site-packages|dist-packages|\/lib\/python3|\/bin\/gunicorn$|^</

const begin = 'Traceback (most recent call last):'

/** Where `os.environ[name]` ends when there is no such variable. */
const readsEnvironment = /^ {2}File "(?:<frozen os>|[^"]*\/os\.py)", line \d+, in __getitem__$/

/**
 * Why a Python program ended: the last exception of its log that came through the app's own code, with the place there,
 * from the working directory on. gunicorn may end with one of its own, which says nothing of the cause. Undefined where
 * the log shows no exception.
 */
export function findException(lines: readonly string[], workdir: string): string | undefined {
  const found = tracesIn(lines).map((trace) => readTrace(trace, workdir))
  const { exception, place } = found.findLast((one) => one.place) ?? found.at(-1) ?? {}
  return place === undefined ? exception : `${exception} (${place})`
}

/** A log without the frames of what gunicorn itself ends with: they hide those of the cause above them. */
export function withoutHalt(lines: readonly string[]): readonly string[] {
  const halts = tracesIn(lines).filter(({ last }) => last.startsWith('gunicorn.errors.HaltServer:'))
  return lines.filter((_, index) => !halts.some(({ from, to }) => index >= from && index < to))
}

interface Trace {
  readonly frames: readonly string[]
  /** The exception, in the line after the frames. */
  readonly last: string
  /** Where the trace begins, and where its last line is. */
  readonly from: number
  readonly to: number
}

function tracesIn(lines: readonly string[]): Trace[] {
  return lines.flatMap((line, from) => {
    if (line !== begin) return []
    const to = lines.findIndex((one, index) => index > from && /^\S/.test(one))
    const last = lines[to]
    return last === undefined ? [] : [{ frames: lines.slice(from + 1, to), last, from, to }]
  })
}

function readTrace({ frames, last }: Trace, workdir: string) {
  const [, name] = /^KeyError: (.+)/.exec(last) ?? []
  const isVariable = name !== undefined && frames.some((line) => readsEnvironment.test(line))
  const places = frames.flatMap((line) => {
    const [, file, number] = /^ {2}File "([^"]+)", line (\d+)/.exec(line) ?? []
    return file !== undefined && !foreign.test(file)
      ? [`${relativeTo(workdir, file)}:${number}`]
      : []
  })
  return {
    exception: isVariable ? `the environment has no ${name}` : last,
    place: places.at(-1),
  }
}

function relativeTo(folder: string, file: string): string {
  const top = folder.endsWith('/') ? folder : `${folder}/`
  return file.startsWith(top) ? file.slice(top.length) : file
}
