import { defineConfig } from 'vitest/config'
import { projectsWith } from './scripts/test-projects.ts'

/** Without a seed of its own a newcomer's run could fail by the luck of the draw; `npm run test:proof` draws one. */
const seed = Number(process.env['HOPTIX_SEED'] ?? 1)

/** `npm test`: what needs no container, no root, and no network beyond the package registries. */
export default defineConfig({
  test: {
    globalSetup: ['test/support/build.ts'],
    provide: { tier: 'quick', seed, matrix: 'some' },
    projects: projectsWith([
      {
        // Functions of values: threads that share what they have loaded, since nothing is left behind in it.
        name: 'pure',
        include: ['test/{audit,detect,facts,plan,porter,spec,targets}/**/*.test.ts'],
        pool: 'threads',
        isolate: false,
      },
      {
        name: 'programs',
        include: [
          'test/*.test.ts',
          'test/{artifacts,ci,cli,commands,editor,hostile,io,runtime,verify}/**/*.test.ts',
        ],
      },
      { name: 'servers', include: ['test/servers/*.test.ts'] },
    ]),
  },
})
