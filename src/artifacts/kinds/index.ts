import { dockerfile } from './dockerfile.ts'
import { dockerignore } from './dockerignore.ts'
import { gunicornConf } from './gunicorn-conf.ts'
import type { ArtifactKind } from './kind.ts'
import { server } from './server.ts'

/** The files of the image itself, whatever platform runs it. */
export const imageKinds: readonly ArtifactKind[] = [dockerfile, dockerignore, gunicornConf, server]
