import type { Repo } from '../../repo/repo.ts'
import type { Dockerfile } from './dockerfiles.ts'
import { oncePerRepo } from './once-per-repo.ts'
import { isTest } from './ours.ts'
import { nameOf } from './paths.ts'
import { lineFinder } from './problem.ts'

/** A place that says which gunicorn is installed. */
export interface GunicornPin {
  readonly file: string
  readonly line: number
  /** The version specifier as written, such as `==21.2.0`; empty when there is none. */
  readonly specifier: string
}

const requirement =
  /(?<![\w./-])gunicorn(?:\[[^\]]*\])?[ \t]*((?:[=~<>!]=?=?[ \t]*[0-9][\w.*+]*,?[ \t]*)*)(?![\w./$=~<>!-])/i

/** What Dockerfiles install by name, in order: `pip install gunicorn==26.2.0`. */
export function installedByDockerfile(dockerfile: Dockerfile): GunicornPin[] {
  return dockerfile.instructions
    .filter(({ keyword, text }) => keyword === 'RUN' && /\b(?:install|add)\b/.test(text))
    .flatMap(({ source, line }) =>
      source.flatMap((sourceLine, index): GunicornPin[] => {
        const found = /^\s*#/.test(sourceLine) ? null : requirement.exec(sourceLine)
        return found
          ? [{ file: dockerfile.path, line: line + index, specifier: tidy(found[1]) }]
          : []
      }),
    )
}

/** What requirement and lock files ask for. */
export const requiredByFiles = oncePerRepo((repo: Repo): GunicornPin[] =>
  repo
    .list()
    .filter((path) => !isTest(repo, path))
    .flatMap((path) => {
      if (/(?:^|\/)(?:requirements?[^/]*|requirements\/[^/]+|[^/]*-requirements)\.txt$/.test(path))
        return readRequirements(path, repo.read(path) ?? '')
      if (['poetry.lock', 'uv.lock', 'pdm.lock'].includes(nameOf(path)))
        return readLock(path, repo.read(path) ?? '')
      return []
    }),
)

function readRequirements(path: string, text: string): GunicornPin[] {
  return text.split(/\r?\n/).flatMap((line, index): GunicornPin[] => {
    const found = requirement.exec(line.replace(/(?:^|\s)#.*/, ''))
    return found?.index === 0 ? [{ file: path, line: index + 1, specifier: tidy(found[1]) }] : []
  })
}

function readLock(path: string, text: string): GunicornPin[] {
  const found = /^name = "gunicorn"\r?\nversion = "([^"]+)"/m.exec(text)
  if (!found) return []
  return [{ file: path, line: lineFinder(text)(found.index) + 1, specifier: `==${found[1]}` }]
}

function tidy(specifier = ''): string {
  return specifier.replace(/\s/g, '').replace(/,$/, '')
}

/** The highest version that a specifier lets in, as [major, minor]; undefined when there is no upper end. */
export function highestVersion(specifier: string): readonly [number, number] | undefined {
  const ends = specifier.split(',').flatMap((clause): (readonly [number, number])[] => {
    const [, operator = '', major = '', minor] =
      /^(===?|~=|<=?)([0-9]+)(?:\.([0-9]+|\*))?/.exec(clause) ?? []
    const top = minor === '*' || minor === undefined ? Number.POSITIVE_INFINITY : Number(minor)
    if (operator === '') return []
    if (operator === '<') return [before(Number(major), Number(minor ?? 0))]
    if (operator === '~=')
      return [[Number(major), clause.split('.').length > 2 ? top : Number.POSITIVE_INFINITY]]
    return [[Number(major), operator.startsWith('==') && minor === undefined ? 0 : top]]
  })
  return ends.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])[0]
}

function before(major: number, minor: number): readonly [number, number] {
  return minor > 0 ? [major, minor - 1] : [major - 1, Number.POSITIVE_INFINITY]
}
