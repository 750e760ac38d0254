import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cached } from '../../src/verify/runtimes/cache.ts'
import { pause } from '../../src/verify/wait.ts'
import { temporaryFolder } from '../support/temporary.ts'

test('two that fill the same at once end with one folder, filled', async () => {
  const cache = temporaryFolder()
  const fill = async (folder: string) => {
    await pause(0.05)
    writeFileSync(join(folder, 'filled'), '')
    return undefined
  }
  const both = await Promise.all([cached(cache, ['x'], fill), cached(cache, ['x'], fill)])
  expect(both[0]).toEqual(both[1])
  expect(readdirSync(cache)).toHaveLength(2) // the folder and the link to it
  expect(both[0].ok && readdirSync(both[0].folder)).toEqual(['filled'])
})

test('other inputs get another folder, and a failure leaves none', async () => {
  const cache = temporaryFolder()
  await cached(cache, ['x'], async () => undefined)
  const failure = { ok: false, blame: 'service', reason: 'no', log: '' } as const
  expect(await cached(cache, ['y'], async () => failure)).toEqual(failure)
  await expect(cached(cache, ['z'], async () => Promise.reject(new Error('bug')))).rejects.toThrow(
    'bug',
  )
  expect(readdirSync(cache)).toHaveLength(2)
})
