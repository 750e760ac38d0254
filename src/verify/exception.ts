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
  const found = lines.flatMap((line, index) =>
    line === begin ? (readTrace(lines.slice(index + 1), workdir) ?? []) : [],
  )
  const { exception, place } = found.findLast((one) => one.place) ?? found.at(-1) ?? {}
  return place === undefined ? exception : `${exception} (${place})`
}

function readTrace(
  lines: readonly string[],
  workdir: string,
): { exception: string; place?: string } | undefined {
  const end = lines.findIndex((line) => /^\S/.test(line))
  const last = lines[end]
  if (last === undefined) return undefined
  const frames = lines.slice(0, end)
  const [, name] = /^KeyError: (.+)/.exec(last) ?? []
  const isVariable = name !== undefined && frames.some((line) => readsEnvironment.test(line))
  const exception = isVariable ? `the environment has no ${name}` : last
  const places = frames.flatMap((line) => {
    const [, file, number] = /^ {2}File "([^"]+)", line (\d+)/.exec(line) ?? []
    return file !== undefined && !foreign.test(file)
      ? [`${relativeTo(workdir, file)}:${number}`]
      : []
  })
  const place = places.at(-1)
  return place === undefined ? { exception } : { exception, place }
}

function relativeTo(folder: string, file: string): string {
  const top = folder.endsWith('/') ? folder : `${folder}/`
  return file.startsWith(top) ? file.slice(top.length) : file
}
