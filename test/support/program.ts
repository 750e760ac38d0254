import { join } from 'node:path'
import { inject } from 'vitest'

/** The package as it was built for this run. */
export const packageFolder = inject('packageFolder')

/** What `npx hoptix-deploy` starts. */
export const program = join(packageFolder, 'bin/hoptix-deploy.js')
