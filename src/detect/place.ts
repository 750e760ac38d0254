import { posix } from 'node:path'
import type { Finding } from '../findings/finding.ts'

/** Where init was started, and what stands above; paths with forward slashes. */
export interface Place {
  /** As the person gave it: `.`, `backend` or an absolute path. */
  readonly folder: string
  readonly specFile: string
  /** Relative to the folder; undefined when none is above. */
  readonly descriptionAbove: string | undefined
  readonly repositoryAbove: string | undefined
  /** The folder, seen from the top of the repository above. */
  readonly fromTop: string
  /** The service, seen from the folder. */
  readonly root: string
}

/** Why a description does not belong here; undefined when it does. */
export function findWrongPlace(place: Place): Finding | undefined {
  const { descriptionAbove, repositoryAbove, folder, specFile, fromTop, root } = place
  if (descriptionAbove !== undefined) {
    const above = posix.join(folder, descriptionAbove)
    return {
      rule: 'description-above',
      severity: 'error',
      message: `There is a description above, ${posix.join(above, specFile)}. A second one below it could take over the files that are made from the first.`,
      fix: `Run the command there, or with \`--cwd ${above}\`.`,
      where: { file: specFile },
    }
  }
  if (repositoryAbove === undefined) return undefined
  const top = posix.join(folder, repositoryAbove)
  const command = `npx hoptix-deploy init${top === '.' ? '' : ` --cwd ${top}`} --root ${posix.join(fromTop, root)}`
  return {
    rule: 'inside-a-repository',
    severity: 'error',
    message:
      'This folder lies inside a repository, and the paths of porter.yaml start at its top: written here, they would lead nowhere.',
    fix: `Run \`${command}\`. If this folder is a repository of its own, run \`git init\` here first.`,
    where: { file: specFile },
  }
}
