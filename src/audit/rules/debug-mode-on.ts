import type { Repo } from '../../repo/repo.ts'
import { lineWith } from '../readers/docker-instruction.ts'
import { variablesOf } from '../readers/docker-variables.ts'
import { readDockerfiles } from '../readers/dockerfiles.ts'
import { isTest } from '../readers/ours.ts'
import { nameOf } from '../readers/paths.ts'
import { readPorterFiles } from '../readers/porter-files.ts'
import { readPython } from '../readers/python-file.ts'
import { evaluate } from '../readers/python-values.ts'
import { readServices } from '../readers/services.ts'
import { shippedOf } from '../readers/shipped-instructions.ts'
import type { Hit, Rule } from '../rule.ts'

export const debugModeOn = {
  id: 'debug-mode-on',
  severity: 'error',
  why: 'Debug pages show source and settings to whoever finds them, and let a visitor run code; a reloader restarts the server whenever a file changes.',
  fix: 'Switch it off in what is deployed; a developer may set it on their own machine.',
  find: (repo) => [
    ...imageHits(repo),
    ...porterHits(repo),
    ...startHits(repo),
    ...configHits(repo),
    ...sourceHits(repo),
  ],
} as const satisfies Rule

/** Variables by which Flask, Django projects and their servers switch debug on. */
function switchesDebugOn(name: string, value: string): boolean {
  if (/^(?:FLASK_ENV|APP_ENV|ENVIRONMENT)$/.test(name)) return /^dev(?:elopment)?$/i.test(value)
  return (
    /^(?:(?:FLASK|DJANGO|APP|STARLETTE)_)?DEBUG$/.test(name) && /^(?:1|true|yes|on)$/i.test(value)
  )
}

function imageHits(repo: Repo): Hit[] {
  return readDockerfiles(repo).flatMap((dockerfile) =>
    shippedOf(dockerfile, 'ENV').flatMap((instruction) =>
      variablesOf(instruction)
        .filter(({ name, value }) => switchesDebugOn(name, value))
        .map(({ name, value }) => ({
          file: dockerfile.path,
          line: lineWith(instruction, name),
          message: `The image sets ${name}=${value}.`,
        })),
    ),
  )
}

function porterHits(repo: Repo): Hit[] {
  return readPorterFiles(repo).flatMap(({ path, environment, locate }) =>
    Object.entries(environment)
      .filter(([name, value]) => switchesDebugOn(name, value))
      .map(([name, value]) => ({
        file: path,
        line: locate?.key(['env', name]).line ?? 1,
        message: `\`env\` sets ${name}=${value}.`,
      })),
  )
}

function startHits(repo: Repo): Hit[] {
  return readServices(repo).flatMap(({ start }) =>
    (start?.words ?? [])
      .filter((word) => /^--(?:reload|debug|debugger)$/.test(word))
      .map((word) => ({
        file: start?.file ?? '',
        line: start?.line(word) ?? 1,
        message: `The start command has ${word}.`,
      })),
  )
}

function configHits(repo: Repo): Hit[] {
  return readServices(repo).flatMap(({ config }) =>
    config?.value('reload') === true
      ? [{ file: config.path, line: config.line('reload') ?? 1, message: 'gunicorn reloads code.' }]
      : [],
  )
}

/** What runs on import, under every server: Django's own settings file and Flask's switches. */
function sourceHits(repo: Repo): Hit[] {
  return repo
    .list()
    .filter((path) => path.endsWith('.py') && !isTest(repo, path))
    .filter((path) => /\bDEBUG\b|\.debug\b/.test(repo.read(path) ?? ''))
    .flatMap((path) => {
      const file = readPython(repo, path)
      const last = file.assignments.findLast(({ target }) => isDebugTarget(target, path))
      if (!last?.value || last.isConditional || evaluate(last.value, file) !== true) return []
      return [
        { file: path, line: last.line, message: `\`${last.target}\` is on whenever this runs.` },
      ]
    })
}

function isDebugTarget(target: string, path: string): boolean {
  if (target === 'DEBUG') return nameOf(path) === 'settings.py'
  return /^app\.(?:debug|config\[["']DEBUG["']\])$/.test(target)
}
