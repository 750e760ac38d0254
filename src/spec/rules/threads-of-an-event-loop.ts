import { frameworks } from '../../frameworks/index.ts'
import type { SpecRule } from './rule.ts'

export const threadsOfAnEventLoop = {
  id: 'threads-of-an-event-loop',
  severity: 'error',
  why: 'An ASGI worker serves its requests in one event loop; a number of threads would do nothing.',
  fix: 'Remove `threads`; raise `workers` for more processes.',
  find: ({ framework, threads }) =>
    threads !== undefined && framework !== undefined && frameworks[framework].interface === 'asgi'
      ? [
          {
            path: ['threads'],
            at: 'key',
            message: `\`threads\` means nothing to ${frameworks[framework].title}.`,
          },
        ]
      : [],
} as const satisfies SpecRule
