import { join } from 'node:path'
import type { Artifact } from '../../artifacts/artifact.ts'
import { ignoreList } from '../../facts/ignore-list.ts'
import { joinPath } from '../../facts/paths.ts'
import { copyFolder } from '../../io/folders.ts'
import { writeFiles } from '../../io/write-files.ts'
import type { Plan } from '../../plan/plan.ts'

/** Copies what an image is built from, and puts the artifacts in. */
export function layContext(
  folder: string,
  artifacts: readonly Artifact[],
  plan: Plan,
  top: string,
  write: (artifact: Artifact) => string = ({ content }) => content,
): void {
  // Never needed and often large; what has a pattern for a name is removed afterwards.
  const never = ignoreList([]).filter(
    ({ test, findPattern }) => test === 'name' && !/[*?[]/.test(findPattern),
  )
  const context = plan.contextFolder.value
  copyFolder(join(top, context), folder, new Set(never.map(({ findPattern }) => findPattern)))
  const prefix = joinPath(context, '')
  const own = artifacts.filter(({ path }) => path.startsWith(prefix))
  writeFiles(
    folder,
    own.map((artifact) => ({
      path: artifact.path.slice(prefix.length),
      content: write(artifact),
    })),
  )
}
