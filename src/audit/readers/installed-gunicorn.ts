import type { Repo } from '../../repo/repo.ts'
import { readDockerfiles } from './dockerfiles.ts'
import { oncePerRepo } from './once-per-repo.ts'
import { folderOf, isInside } from './paths.ts'
import { type GunicornPin, installedByDockerfile, requiredByFiles } from './requirements.ts'

/**
 * The places that decide which gunicorn runs. A Dockerfile that installs a pinned one has the last word over the
 * requirement files under its folder.
 */
export const decidingPins = oncePerRepo((repo: Repo): GunicornPin[] => {
  const images = readDockerfiles(repo).map((dockerfile) => ({
    folder: folderOf(dockerfile.path),
    last: installedByDockerfile(dockerfile).at(-1),
  }))
  const isOverruled = ({ file }: GunicornPin): boolean => {
    const around = images.filter(({ folder }) => isInside(folder, file))
    const nearest = around.toSorted((a, b) => b.folder.length - a.folder.length)[0]
    return nearest?.last !== undefined && nearest.last.specifier !== ''
  }
  const byFiles = requiredByFiles(repo).filter((pin) => !isOverruled(pin))
  return [...images.flatMap(({ last }) => last ?? []), ...byFiles]
})
