import { dirname, join } from 'node:path'
import { copyFolder, neverCopied } from '../../io/folders.ts'
import { writeFiles } from '../../io/write-files.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Prepared, PrepareOptions } from '../probe.ts'
import { prepareImage } from '../runtimes/docker.ts'
import type { SetUpBefore } from './set-up.ts'

/**
 * Builds the Dockerfile that stands in the repository today, as it is, and starts its image within the same limits as
 * ours. Its root file system is writable, as Porter leaves it: nobody promised that it needs no more.
 */
export function prepareBeforeInContainer(
  {
    dockerfile,
    command,
  }: SetUpBefore & { readonly dockerfile: NonNullable<SetUpBefore['dockerfile']> },
  plan: Plan,
  options: PrepareOptions,
): Promise<Prepared> {
  const lay = (folder: string) => {
    copyFolder(join(options.top, dockerfile.context), folder, neverCopied)
    // Beside the context, since it may lie outside of it in the repository too.
    writeFiles(dirname(folder), [{ path: 'Dockerfile', content: dockerfile.content }])
  }
  const source = { dockerfile: '../Dockerfile', lay, command, writableRoot: true } as const
  return prepareImage(source, plan, options)
}
