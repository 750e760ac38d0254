import * as z from 'zod/mini'

/** The five fields as Kubernetes reads them (robfig/cron: Sunday is 0, and 7 is refused). */
const FIELDS = [
  { name: 'minute', min: 0, max: 59, words: [] },
  { name: 'hour', min: 0, max: 23, words: [] },
  { name: 'day of the month', min: 1, max: 31, words: [] },
  {
    name: 'month',
    min: 1,
    max: 12,
    words: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  {
    name: 'day of the week',
    min: 0,
    max: 6,
    words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
  },
]
type Field = (typeof FIELDS)[number]

const PART = /^(?:[*?]|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:\/(\d{1,4}))?$/i

function numberOf(word: string, field: Field): number {
  const index = field.words.indexOf(word.toLowerCase())
  if (index >= 0) return index + field.min
  return /^\d{1,4}$/.test(word) ? Number(word) : Number.NaN
}

function isPartOf(part: string, field: Field): boolean {
  const match = PART.exec(part)
  if (!match) return false
  const [, from, to, step] = match
  if (step !== undefined && Number(step) === 0) return false
  if (from === undefined) return true
  const start = numberOf(from, field)
  const end = to === undefined ? start : numberOf(to, field)
  return start >= field.min && start <= end && end <= field.max
}

/** What is wrong with a cron expression, or undefined. Five fields, no `@daily`, no seconds. */
function cronFault(expression: string): string | undefined {
  const parts = expression.trim().split(/ +/)
  if (parts.length !== 5) return `has ${parts.length} fields: a cron expression has 5`
  const wrong = FIELDS.findIndex((field, at) =>
    (parts[at] ?? '').split(',').some((part) => !isPartOf(part, field)),
  )
  const field = FIELDS[wrong]
  return field && `has the ${field.name} ${JSON.stringify(parts[wrong])}, which cron cannot read`
}

/** Standard 5-field cron syntax, in UTC (Porter docs, job-service, Aug 2026). */
export const cron = z.string().check(
  z.superRefine((value, context) => {
    const fault = cronFault(value)
    if (!fault) return
    const fix = 'Write minute, hour, day, month and weekday, such as "0 3 * * *" for 03:00 UTC.'
    context.addIssue({ code: 'custom', message: fault, params: { fix } })
  }),
)
