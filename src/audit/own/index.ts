import type { Artifact } from '../../artifacts/artifact.ts'
import { guardBootstrap } from './bootstrap.ts'
import { guardDockerfile } from './dockerfile.ts'
import type { Broken, Guard } from './guard.ts'
import { guardGunicornConf } from './gunicorn-conf.ts'
import { guardPorterFile } from './porter.ts'
import { guardGuide, guardIgnoreList } from './texts.ts'
import { guardWorkflow } from './workflow.ts'

/** One for each kind of file, by its name; a test sees to it. */
export const guards: Readonly<Record<string, Guard>> = {
  Dockerfile: guardDockerfile,
  '.dockerignore': guardIgnoreList,
  'gunicorn.conf.py': guardGunicornConf,
  'hoptix_server.py': guardBootstrap,
  'porter.yaml': guardPorterFile,
  'DEPLOYMENT.md': guardGuide,
  'porter_app_NAME_CLUSTER.yml': guardWorkflow,
}

/** What a person's template changed that a promise rests on; nothing for a file of ours. */
export function findBroken({ content, own }: Artifact): Broken[] {
  return own ? (guards[own.kind]?.(content, own.builtIn) ?? []) : []
}
