import { porterFile } from '../../targets/porter/artifact.ts'
import { dockerfile } from './dockerfile.ts'
import { dockerignore } from './dockerignore.ts'
import { guide } from './guide.ts'
import { gunicornConf } from './gunicorn-conf.ts'
import type { ArtifactKind } from './kind.ts'
import { server } from './server.ts'

/** Every kind of file, in the order in which people read them. */
export const artifactKinds: readonly ArtifactKind[] = [
  dockerfile,
  dockerignore,
  gunicornConf,
  server,
  porterFile,
  guide,
]
