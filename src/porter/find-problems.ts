import { porterApp } from './app.ts'
import { crossFieldProblems } from './cross-field.ts'
import { explainIssue } from './explain-issue.ts'
import { isFields, type PorterProblem } from './problem.ts'

/** Top-level keys of the CNAB tool of getporter.org, which uses the same file name. */
const CNAB_KEYS = ['mixins', 'install', 'uninstall', 'schemaVersion']

/** A document of another format gets one problem that says so, rather than twenty that do not. */
function otherFormat(value: unknown): PorterProblem | undefined {
  if (!isFields(value) || value.services !== undefined || value.version === 'v2') return undefined
  const cnab = CNAB_KEYS.find((key) => Object.hasOwn(value, key))
  if (cnab) {
    return {
      path: [cnab],
      message: `porter.yaml has ${cnab}: it is a bundle of the CNAB tool of getporter.org, not of porter.run.`,
      fix: 'Give the Porter app a file of another name (porter.file) and apply it with -f.',
    }
  }
  if (!Object.hasOwn(value, 'apps')) return undefined
  return {
    path: ['apps'],
    message: 'porter.yaml has apps: files of several apps, and of v1, are not supported here.',
    fix: 'Write one porter.yaml v2 for each app.',
  }
}

/**
 * Everything wrong with a parsed porter.yaml, in plain language: its shape and the rules across
 * fields, all at once. An empty list means that Porter understands every key in it.
 */
export function findPorterProblems(value: unknown): PorterProblem[] {
  const other = otherFormat(value)
  if (other) return [other]
  const parsed = porterApp.safeParse(value)
  const shape = parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) => explainIssue(issue, value))
  return withoutRepeats([...shape, ...crossFieldProblems(value)])
}

/** zod reports a number beyond the safe integers once per check, in the same words. */
function withoutRepeats(problems: PorterProblem[]): PorterProblem[] {
  const bySentence = new Map(problems.map((problem) => [problem.message, problem]))
  return [...bySentence.values()]
}
