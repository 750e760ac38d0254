import { readOurFiles } from '../readers/ours.ts'
import { lineFinder } from '../readers/problem.ts'
import type { Hit, Rule } from '../rule.ts'

export const textDependsOnMachine = {
  id: 'text-depends-on-machine',
  severity: 'error',
  why: 'The same description must give the same bytes everywhere, or every machine and every checkout shows a change that nobody made.',
  fix: 'Write the file with `npx hoptix-deploy generate`, and keep it out of what converts line ends.',
  find: (repo) => [...readOurFiles(repo)].flatMap((path) => judge(path, repo.read(path) ?? '')),
} as const satisfies Rule

function judge(file: string, text: string): Hit[] {
  const returns = text.indexOf('\r')
  return [
    ...(text.startsWith('\ufeff')
      ? [{ file, line: 1, message: 'The file starts with a byte order mark.' }]
      : []),
    ...(returns < 0
      ? []
      : [{ file, line: lineFinder(text)(returns), message: 'Lines end with a carriage return.' }]),
    ...(text.endsWith('\n')
      ? []
      : [{ file, line: lineFinder(text)(text.length), message: 'The last line has no end.' }]),
    ...(mayHoldTrace.test(text) ? linesWithTrace(file, text) : []),
  ]
}

/** One look at a whole text costs less than one at each of its lines. */
const mayHoldTrace = /[A-Za-z]:\\|\/(?:Users|home)\/\w|20\d\d-\d\d-\d\d[T ]\d\d:\d\d/

function linesWithTrace(file: string, text: string): Hit[] {
  return text.split('\n').flatMap((line, index): Hit[] => {
    const trace = findTrace(line)
    return trace ? [{ file, line: index + 1, message: `The line holds ${trace}.` }] : []
  })
}

/** A value may hold any of this, and is the same everywhere; comments and paths of the build are ours. */
const ownText = /^\s*(?:#|<!--|context:|dockerfile:|COPY\s)(.*)/

function findTrace(line: string): string | undefined {
  const text = ownText.exec(line)?.[1] ?? ''
  if (/(?:^|[\s"'=(])(?:[A-Za-z]:\\|\/Users\/\w|\/home\/\w)/.test(text))
    return 'a path of one machine'
  return /\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d/.test(text) ? 'a time' : undefined
}
