import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Artifact } from '../artifacts/artifact.ts'
import { reusingEncoder } from './encode.ts'
import { placeFinder } from './places.ts'
import { isStagingName, stagingName } from './staging.ts'

interface Staged {
  readonly from: string
  readonly to: string
  /** Undefined where there was no file. */
  readonly before: Buffer | undefined
}

/**
 * Writes all files or none. Each is staged beside its target and renamed over it, so a reader (or a kill) meets the
 * old file or the new one, never half of one. When a rename fails, those before it are taken back.
 */
export function writeFiles(top: string, artifacts: readonly Artifact[]): void {
  const targetOf = targetFinder(top)
  const targets = artifacts.map(({ path, content }) => ({ path: targetOf(path), content }))
  for (const folder of new Set(targets.map(({ path }) => dirname(path)))) {
    mkdirSync(folder, { recursive: true })
    removeLeftovers(folder)
  }
  const staged: Staged[] = []
  const encode = reusingEncoder()
  try {
    for (const { path, content } of targets) {
      const from = join(dirname(path), stagingName(basename(path)))
      const mode = statSync(path, { throwIfNoEntry: false })?.mode
      staged.push({ from, to: path, before: mode === undefined ? undefined : readFileSync(path) })
      writeFileSync(from, encode(content), { mode: mode ?? 0o644 })
    }
    moveAll(staged)
  } catch (error) {
    for (const { from } of staged) rmSync(from, { force: true })
    throw error
  }
}

/** Removes files; a file that is already gone is no error. */
export function removeFiles(top: string, paths: readonly string[]): void {
  const targetOf = targetFinder(top)
  for (const path of paths) rmSync(targetOf(path), { force: true })
}

/** Where a path really is; throws when it leads out of the repository, which the comparison refused before. */
function targetFinder(top: string): (path: string) => string {
  const realTop = realpathSync.native(top)
  const placeOf = placeFinder(realTop)
  return (path) => {
    const { real, isInside } = placeOf(join(realTop, path))
    if (!isInside) throw new Error(`${path} leads out of ${realTop}`)
    return real
  }
}

function moveAll(staged: readonly Staged[]): void {
  const moved: Staged[] = []
  try {
    for (const step of staged) {
      renameSync(step.from, step.to)
      moved.push(step)
    }
  } catch (error) {
    for (const { to, before } of moved.reverse()) {
      if (before === undefined) rmSync(to, { force: true })
      else {
        const back = join(dirname(to), stagingName(basename(to)))
        writeFileSync(back, before)
        renameSync(back, to)
      }
    }
    throw error
  }
}

function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder).filter(isStagingName))
    rmSync(join(folder, name), { force: true })
}
