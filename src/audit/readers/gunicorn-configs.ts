import type { Repo } from '../../repo/repo.ts'
import { oncePer } from './once-per.ts'
import { oncePerRepo } from './once-per-repo.ts'
import { oncePerText } from './once-per-text.ts'
import { isTest } from './ours.ts'
import { nameOf } from './paths.ts'
import { type PythonFile, readPython } from './python-file.ts'
import { moduleValue, type PythonValue } from './python-values.ts'

/** A configuration file of gunicorn: Python whose module-level names are settings. */
export interface GunicornConfig {
  readonly path: string
  readonly file: PythonFile
  /** A setting's value where nothing but `environment` overrides it; undefined when only a start would tell. */
  value(setting: string, environment?: Readonly<Record<string, string>>): PythonValue | undefined
  /** Where a setting is assigned; undefined when it is not. */
  line(setting: string): number | undefined
}

export const readGunicornConfigs = oncePerRepo((repo: Repo): GunicornConfig[] =>
  repo
    .list()
    .filter((path) => /gunicorn.*\.py$/i.test(nameOf(path)) && !isTest(repo, path))
    .map((path) => readConfig(readPython(repo, path)))
    .filter(({ path, line }) => nameOf(path) === 'gunicorn.conf.py' || someSetting.some(line)),
)

/** One of these tells a configuration from any other module with gunicorn in its name. */
const someSetting = ['bind', 'workers', 'threads', 'timeout', 'worker_class', 'accesslog']

const emptyEnvironment: Readonly<Record<string, string>> = {}

function readConfig(file: PythonFile): GunicornConfig {
  const line = (setting: string): number | undefined =>
    file.assignments.findLast(({ target }) => target === setting)?.line
  const valuesIn = oncePer((environment: typeof emptyEnvironment) =>
    oncePerText((setting) => {
      // A computed setting of ours starts from a constant of the same name: its value without overrides.
      const constant = `_${setting.toUpperCase()}`
      return moduleValue(file, setting, environment) ?? moduleValue(file, constant, environment)
    }),
  )
  return {
    path: file.path,
    file,
    line,
    value: (setting, environment = emptyEnvironment) => valuesIn(environment)(setting),
  }
}
