import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gunicornVersion } from '../../src/facts/servers.ts'
import { renderDescription } from '../support/examples.ts'
import { PythonProcess, pythonWith } from '../support/python.ts'

/** How gunicorn differs from the one that gunicorn.conf.py was written for. */
interface Change {
  readonly version?: readonly number[]
  /** Of a worker. */
  readonly attribute?: string
  /** Of the module of threaded workers. */
  readonly global?: string
  /** The parameters of a worker's methods. */
  readonly methods?: Readonly<Record<string, readonly string[]>>
}

interface Started {
  readonly ownThreads: boolean
  readonly ownWait: boolean
  readonly warned: readonly string[]
}

let python: PythonProcess
beforeAll(() => {
  const program = new URL('../support/worker-internals.py', import.meta.url).pathname
  python = new PythonProcess(pythonWith([`gunicorn==${gunicornVersion}`]), program)
}, 120_000)
afterAll(() => python?.close())

function startWorker(change: Change) {
  const { artifacts } = renderDescription('name: a\napp: app:app\n')
  const source = artifacts.find(({ path }) => path === 'gunicorn.conf.py')?.content
  return python.ask<Started>({ source, change })
}

describe('gunicorn.conf.py takes over from a gunicorn that it knows', () => {
  test.each<[string, Change]>([
    ['the pinned one', {}],
    ['the oldest', { version: [25, 3, 0] }],
    ['the newest', { version: [27, 9, 9] }],
    ['a method that is replaced by its like', { methods: { handle: ['conn'] } }],
  ])('%s', async (_, change) => {
    expect(await startWorker(change)).toEqual({ ownThreads: false, ownWait: false, warned: [] })
  })
})

describe('gunicorn.conf.py leaves alone a gunicorn that it does not know, and says so', () => {
  test.each<[string, Change]>([
    ['an older one', { version: [25, 2, 9] }],
    ['a newer one', { version: [28, 0, 0] }],
    ['no mark for connections put off', { global: '_DEFER' }],
    ['no list of connections kept alive', { attribute: 'keepalived_conns' }],
    ['no list of connections put off', { attribute: 'pending_conns' }],
    ['no pool of threads', { attribute: 'tpool' }],
    ['a request under another name', { methods: { enqueue_req: ['request'] } }],
    ['one parameter more', { methods: { handle: ['conn', 'deadline'] } }],
    ['one parameter less', { methods: { finish_request: ['conn'] } }],
    ['a wait without a timeout', { methods: { wait_for_and_dispatch_events: [] } }],
  ])('%s', async (_, change) => {
    const warned = [expect.stringMatching(/^gunicorn \d\S+ is unknown here and serves as it comes/)]
    expect(await startWorker(change)).toEqual({ ownThreads: true, ownWait: true, warned })
  })
})
