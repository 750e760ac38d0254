/** Frames of what the app merely uses, or is started by: its place in its own code says more. */
const foreign = /site-packages|dist-packages|\/lib\/python3|\/bin\/gunicorn$|^</

const begin = 'Traceback (most recent call last):'

/**
 * Why a Python program ended: the last exception of its log that came through the app's own code, with the place there.
 * gunicorn may end with one of its own, which says nothing of the cause. Undefined where the log shows no exception.
 */
export function findException(lines: readonly string[]): string | undefined {
  const found = lines.flatMap((line, index) =>
    line === begin ? (readTrace(lines.slice(index + 1)) ?? []) : [],
  )
  const { exception, place } = found.findLast((one) => one.place) ?? found.at(-1) ?? {}
  return place === undefined ? exception : `${exception} (${place})`
}

function readTrace(lines: readonly string[]): { exception: string; place?: string } | undefined {
  const end = lines.findIndex((line) => /^\S/.test(line))
  const exception = lines[end]
  if (exception === undefined) return undefined
  const places = lines.slice(0, end).flatMap((line) => {
    const [, file, number] = /^ {2}File "([^"]+)", line (\d+)/.exec(line) ?? []
    return file !== undefined && !foreign.test(file) ? [`${file}:${number}`] : []
  })
  const place = places.at(-1)
  return place === undefined ? { exception } : { exception, place }
}
