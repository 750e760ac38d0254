import {
  existsSync,
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
import { isInside } from './disk-repo.ts'
import { isStagingName, stagingName } from './staging.ts'

/**
 * Writes all files or none. Each is staged beside its target and renamed over it, so a reader (or a kill) meets the
 * old file or the new one, never half of one. When a rename fails, those before it are taken back.
 */
export function writeFiles(top: string, artifacts: readonly Artifact[]): void {
  const realTop = realpathSync.native(top)
  const targets = artifacts.map(({ path, content }) => ({
    path: resolveTarget(realTop, path),
    content,
  }))
  for (const folder of new Set(targets.map(({ path }) => dirname(path)))) {
    mkdirSync(folder, { recursive: true })
    removeLeftovers(folder)
  }
  const staged: { from: string; to: string; before: Buffer | undefined }[] = []
  try {
    for (const { path, content } of targets) {
      const from = join(dirname(path), stagingName(basename(path)))
      staged.push({ from, to: path, before: existsSync(path) ? readFileSync(path) : undefined })
      writeFileSync(from, content, { mode: existsSync(path) ? statSync(path).mode : 0o644 })
    }
    moveAll(staged)
  } finally {
    for (const { from } of staged) rmSync(from, { force: true })
  }
}

/** Removes files; a file that is already gone is no error. */
export function removeFiles(top: string, paths: readonly string[]): void {
  const realTop = realpathSync.native(top)
  for (const path of paths) rmSync(resolveTarget(realTop, path), { force: true })
}

/** Where a path really is; throws when it leads out of the repository, which the comparison refused before. */
function resolveTarget(realTop: string, path: string): string {
  const target = join(realTop, path)
  if (!isInside(realTop, target)) throw new Error(`${path} leads out of ${realTop}`)
  return existsSync(target) ? realpathSync.native(target) : target
}

function moveAll(
  staged: readonly { from: string; to: string; before: Buffer | undefined }[],
): void {
  const moved: (typeof staged)[number][] = []
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
