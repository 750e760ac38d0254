import ignore from 'ignore'
import type { Repo } from '../../repo/repo.ts'
import type { DockerInstruction } from '../readers/docker-instruction.ts'
import { type Dockerfile, readDockerfiles } from '../readers/dockerfiles.ts'
import { folderOf } from '../readers/paths.ts'
import { readPorterFiles } from '../readers/porter-files.ts'
import type { Rule } from '../rule.ts'

export const secretFileCopied = {
  id: 'secret-file-copied',
  severity: 'warning',
  why: 'A .env that happens to lie beside the source becomes part of a layer, and everyone who can pull the image can read it.',
  fix: 'Write `**/.env*` into .dockerignore, or remove it in a build stage that does not ship.',
  find: (repo) =>
    readDockerfiles(repo).flatMap((dockerfile) => {
      if (isRemoved(dockerfile) || isIgnored(dockerfile, repo)) return []
      const copy = dockerfile.instructions.find(copiesEverything)
      if (!copy) return []
      const message = 'The whole folder is copied, with a .env if there is one.'
      return [{ file: dockerfile.path, line: copy.line, message }]
    }),
} as const satisfies Rule

function copiesEverything({ keyword, flags, text, exec }: DockerInstruction): boolean {
  if (keyword !== 'COPY' && keyword !== 'ADD') return false
  if (flags.some((flag) => flag.startsWith('from='))) return false
  const sources = (exec ?? text.split(/\s+/)).slice(0, -1)
  return sources.some((source) => /^\.?\/?\*?$/.test(source))
}

/** Beside the Dockerfile, under its name, or at the top of the context. */
function isIgnored({ path }: Dockerfile, repo: Repo): boolean {
  const contexts = readPorterFiles(repo)
    .filter(({ dockerfile }) => dockerfile === path)
    .map(({ context }) => context)
  const folders = [folderOf(path), ...contexts, '']
  const places = folders.map((folder) => `${folder === '' ? '' : `${folder}/`}.dockerignore`)
  return [`${path}.dockerignore`, ...places].some((place) => {
    const text = repo.read(place)
    return text !== undefined && ignore().add(text).ignores('.env')
  })
}

/** Removing a file in a later layer of the same stage hides it, but the earlier layer ships. */
function isRemoved({ stages }: Dockerfile): boolean {
  return stages
    .slice(0, -1)
    .some(({ instructions }) =>
      instructions.some(
        ({ keyword, text }) =>
          keyword === 'RUN' && /\.env\b/.test(text) && /\brm\b|-delete\b/.test(text),
      ),
    )
}
