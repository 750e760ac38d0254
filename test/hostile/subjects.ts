/** The files under test: everything that a value of the description is written into. */
export { dockerfile } from '../../src/artifacts/kinds/dockerfile.ts'
export { dockerignore } from '../../src/artifacts/kinds/dockerignore.ts'
export { gunicornConf } from '../../src/artifacts/kinds/gunicorn-conf.ts'
export { server } from '../../src/artifacts/kinds/server.ts'
export { porterFile } from '../../src/targets/porter/artifact.ts'
export { guide } from '../../src/targets/porter/guide/guide.ts'
export { workflow } from '../../src/targets/porter/workflow.ts'
