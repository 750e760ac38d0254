import type { ArtifactKind } from '../artifacts/kinds/kind.ts'
import { porterFile } from './porter/artifact.ts'
import { guide } from './porter/guide/guide.ts'
import { workflow } from './porter/workflow.ts'

/** What each platform wants beside the image. A new one is a folder here and a line. */
export const targets = { porter: [porterFile, workflow, guide] } as const satisfies Record<
  string,
  readonly ArtifactKind[]
>
