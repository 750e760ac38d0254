import { expect, test } from 'vitest'
import type { Connection } from '../../../src/io/https.ts'
import type { Exit } from '../../../src/io/process.ts'
import { waitUntilReachable } from '../../../src/verify/runtimes/docker/reachable.ts'

const refusal = (code: string): Connection => ({ ok: false, message: code, codes: [code] })

const ended: Exit = { code: 0, signal: null }

/** How many attempts are made before the way counts as open; the last answer stays. */
async function attempts(answers: readonly Connection[], endsAfter = 100): Promise<number> {
  let asked = 0
  const connect = async () => {
    asked += 1
    return answers[Math.min(asked, answers.length) - 1] ?? refusal('ENOENT')
  }
  const exited = () => (asked >= endsAfter ? ended : undefined)
  await waitUntilReachable(connect, { exited, exit: new Promise(() => {}) })
  return asked
}

const accepted: Connection = { ok: true, address: '172.17.0.2' }
const nobody = refusal('EHOSTUNREACH')

test.each<[string, Connection[], number]>([
  ['open at once', [accepted], 1],
  ['open, and nothing listens', [refusal('ECONNREFUSED')], 1],
  ['opened late', [nobody, nobody, accepted], 3],
  ['opened late, and nothing listens yet', [nobody, refusal('ECONNREFUSED')], 2],
  ['silent', [refusal('ABORT_ERR')], 1],
])('the way to a container is %s', async (_, answers, expected) => {
  expect(await attempts(answers)).toBe(expected)
})

test('a container that has ended is not waited for', async () => {
  expect(await attempts([nobody], 2)).toBe(2)
  expect(await attempts([nobody], 0)).toBe(0)
})

test('a container that ends during an attempt is not waited for', async () => {
  const connect = () => new Promise<never>(() => {})
  await waitUntilReachable(connect, { exited: () => undefined, exit: Promise.resolve(ended) })
})
