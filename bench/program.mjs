import { fileURLToPath } from 'node:url'

export const project = fileURLToPath(new URL('..', import.meta.url))

/** What people start; `npm run bench` builds it first. */
export const program = fileURLToPath(new URL('../bin/hoptix-deploy.js', import.meta.url))

export const bareNode = { name: 'node -e 0', args: ['-e', '0'], cwd: project }
