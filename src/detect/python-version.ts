import { parse as parseToml } from 'smol-toml'
import { joinPath } from '../facts/paths.ts'
import { type PythonVersion, pythonVersions } from '../facts/python.ts'
import type { Finding, Location } from '../findings/finding.ts'
import type { Repo } from '../repo/repo.ts'
import { findSetting } from '../spec/schema.ts'

/** The Python that a repository asks for; neither when it asks for none, or the default will do. */
export interface DetectedPython {
  readonly version?: PythonVersion
  /** A wish that no image of ours meets. */
  readonly unmet?: Wish
}

interface Wish {
  readonly wish: string
  readonly where: Location
}

/** The nearest wish counts, and in one folder a file that pins before a range. */
export function detectPython(root: string, repo: Repo): DetectedPython {
  const folders = [...new Set([root, '.'])]
  for (const folder of folders) {
    const pinned =
      readPin(joinPath(folder, '.python-version'), repo) ??
      readPin(joinPath(folder, 'runtime.txt'), repo)
    const wish = pinned ?? readRange(joinPath(folder, 'pyproject.toml'), repo)
    if (wish) return meet(wish, pinned !== undefined)
  }
  return {}
}

/** What to tell somebody whose wish is not met. */
export function describeUnmet({ wish, where }: Wish): Finding {
  return {
    rule: 'python-not-supported',
    severity: 'warning',
    message: `Python ${wish} is asked for, and no supported image has it: those are ${pythonVersions.join(', ')}. The default is taken, so the app may meet a Python it was not tried with.`,
    fix: `Try the app with a supported version, correct the file, and name the version as \`python\` in hoptix.yaml.`,
    where,
  }
}

function meet(found: Wish, isPin: boolean): DetectedPython {
  const meets = satisfies(isPin ? `==${found.wish}` : found.wish)
  if (!meets) return {}
  const fitting = pythonVersions.filter((version) => meets(Number(version.split('.')[1])))
  const usual = findSetting('python')?.default
  if (!isPin && fitting.some((version) => version === usual)) return {}
  const version = fitting.at(-1)
  return version ? { version } : { unmet: found }
}

/** `3.12`, `3.12.4` or `python-3.12.4`, at the start of a line. */
function readPin(file: string, repo: Repo): Wish | undefined {
  const lines = (repo.read(file) ?? '').split(/\r?\n/)
  for (const [index, line] of lines.entries()) {
    const wish = /^\s*(?:c?python-)?([0-9]+\.[0-9]+(?:\.[0-9]+)?)/.exec(line)?.[1]
    if (wish) return { wish, where: { file, line: index + 1 } }
  }
  return undefined
}

function readRange(file: string, repo: Repo): Wish | undefined {
  const text = repo.read(file) ?? ''
  try {
    const { project } = parseToml(text) as { project?: { 'requires-python'?: unknown } }
    const wish = project?.['requires-python']
    if (typeof wish !== 'string' || wish.trim() === '') return undefined
    const index = text.split('\n').findIndex((line) => /^\s*["']?requires-python\b/.test(line))
    return { wish, where: index < 0 ? { file } : { file, line: index + 1 } }
  } catch {
    // A file that does not parse asks for nothing; `audit` is where it is reported.
    return undefined
  }
}

/** Judges the newest 3.MINOR of each image; undefined for a specifier that cannot be read. */
function satisfies(specifier: string): ((minor: number) => boolean) | undefined {
  const clauses = specifier.split(',').map((clause) => readClause(clause.trim()))
  return clauses.every((clause) => clause !== undefined)
    ? (minor) => clauses.every((clause) => clause(minor))
    : undefined
}

/** The images have the newest patch release, whichever that is: higher than any that a specifier names. */
const newestPatch = 99

function readClause(clause: string): ((minor: number) => boolean) | undefined {
  const [, operator = '', major = '', minor, patch] =
    /^(~=|===?|!=|<=?|>=?)\s*([0-9]+)(?:\.([0-9]+|\*))?(?:\.([0-9]+|\*))?$/.exec(clause) ?? []
  if (operator === '') return undefined
  const bound = rank(Number(major), Number(minor) || 0, Number(patch) || 0)
  const isSeries = (own: number) =>
    Number(major) === 3 && (minor === undefined || minor === '*' || Number(minor) === own)
  const own = (value: number) => rank(3, value, newestPatch)
  switch (operator) {
    case '>=':
    case '>':
      return (value) => own(value) >= bound
    case '<':
    case '<=':
      return (value) => own(value) < bound || (operator === '<=' && own(value) === bound)
    case '~=':
      return (value) =>
        own(value) >= bound && (patch === undefined ? Number(major) === 3 : isSeries(value))
    case '!=':
      return (value) => !isSeries(value) || /^[0-9]+$/.test(patch ?? '')
    default:
      return isSeries
  }
}

function rank(major: number, minor: number, patch: number): number {
  return major * 1_000_000 + minor * 1_000 + patch
}
