/** `error` and `warning` decide the exit code; `info` never does. */
export type Severity = 'error' | 'warning' | 'info'

/** A place in a file. `line` and `column` count from 1; both are absent when the finding is about the whole file. */
export interface Location {
  /** Path relative to the repository's top, with forward slashes. */
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/** Something a person should know: what is wrong, where it is, and what to do about it. */
export interface Finding {
  /** The id that `hoptix-deploy explain` understands. */
  readonly rule: string
  readonly severity: Severity
  /** What is wrong and why it matters, in one or two sentences. */
  readonly message: string
  /** What to do, in the imperative. */
  readonly fix: string
  readonly where: Location
}

/** A finding of a rule, with the severity and the fix of the rule's own table; a better fix is one for this very case. */
export function findingOf<Id extends string>(
  rules: Readonly<Record<Id, Pick<Finding, 'severity' | 'fix'>>>,
  rule: Id,
  told: Pick<Finding, 'message' | 'where'> & Partial<Pick<Finding, 'fix'>>,
): Finding {
  const { severity, fix } = rules[rule]
  return { rule, severity, fix, ...told }
}

/** `file:line:column`, the form that editors and terminals turn into a link. */
export function formatLocation({ file, line, column }: Location): string {
  return [file, line, column].filter((part) => part !== undefined).join(':')
}

/** File by file, top to bottom; findings about a whole file come first. */
export function byLocation(a: Finding, b: Finding): number {
  return (
    compareText(a.where.file, b.where.file) ||
    (a.where.line ?? 0) - (b.where.line ?? 0) ||
    (a.where.column ?? 0) - (b.where.column ?? 0) ||
    compareText(a.rule, b.rule)
  )
}

/** Code unit order: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
