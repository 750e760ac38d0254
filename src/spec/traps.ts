import type { Path } from './locate.ts'
import type { Setting } from './schema.ts'
import { asYaml, isMap, quoteText } from './show.ts'

/** A well-known surprise of YAML, with the words that end the search. */
interface Trap {
  catches(found: unknown, setting: Setting): boolean
  fix(found: unknown, setting: Setting, path: Path): string
}

const traps: readonly Trap[] = [
  {
    catches: (found, { key }) => typeof found === 'number' && key === 'python',
    fix: () =>
      'Put the version in quotes, such as `python: "3.13"`: without them 3.10 is the number 3.1.',
  },
  {
    catches: (found, { accepts }) =>
      isWord(found, /^(?:yes|no|on|off)$/i) && accepts.includes('true or false'),
    fix: (found) =>
      `Write ${isWord(found, /^(?:yes|on)$/i) ? 'true' : 'false'}: in YAML 1.2 the word ${found} is text.`,
  },
  {
    catches: (found, setting) => isWord(found, /^[0-9][0-9_]*$/) && takesNumber(setting),
    fix: (found) => `Write ${String(found).replaceAll('_', '')} without quotes or underscores.`,
  },
  {
    catches: (found, { examples }) =>
      !Array.isArray(found) && !isMap(found) && Array.isArray(examples[0]),
    fix: (found, { examples }, path) => {
      const quoted = typeof found === 'string' ? quoteText(found, path) : undefined
      return `Write a list, such as \`${quoted ? `[${quoted}]` : asYaml(examples[0])}\`.`
    },
  },
  {
    catches: (found, { accepts }) => isScalar(found) && accepts.includes('text to text'),
    fix: () => 'Put the value in quotes: environment variables are text.',
  },
  {
    catches: (found, { examples }) => isScalar(found) && typeof examples[0] === 'string',
    fix: (_found, { key }) => `Put the value of \`${key}\` in quotes: text is needed.`,
  },
]

/** What to do about a value that YAML read otherwise than its author; undefined when it is an ordinary mistake. */
export function fixForTrap(found: unknown, setting: Setting, path: Path): string | undefined {
  return traps.find((trap) => trap.catches(found, setting))?.fix(found, setting, path)
}

function isWord(found: unknown, pattern: RegExp): boolean {
  return typeof found === 'string' && pattern.test(found)
}

function isScalar(found: unknown): boolean {
  return typeof found === 'number' || typeof found === 'boolean'
}

function takesNumber({ accepts }: Setting): boolean {
  return /whole|cores|percent/.test(accepts)
}
