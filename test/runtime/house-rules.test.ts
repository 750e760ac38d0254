import { describe, expect, test } from 'vitest'
import { servers } from '../../src/facts/servers.ts'
import { mustSkipWithoutPython } from '../support/real-server.ts'
import { mustRunInRuntime, runtimeRequirements } from '../support/runtime-project.ts'

const skip = await mustSkipWithoutPython('the house rules of the runtime')

describe.skipIf(skip)('the runtime has no finding of', () => {
  test.each([
    ['the linter', ['ruff', 'check']],
    ['the formatter', ['ruff', 'format', '--check']],
    ['the type checker', ['mypy']],
  ])('%s', { timeout: 300_000 }, async (_, words) => {
    await mustRunInRuntime(words)
  })
})

test('the runtime is tested with the servers that services get', () => {
  const installed = Object.values(servers).flatMap(({ requirements }) => requirements)
  expect(runtimeRequirements()).toEqual(expect.arrayContaining(installed))
})

test('every requirement of the runtime is one exact version', () => {
  const loose = runtimeRequirements().filter((line) => !/^[\w.-]+==[\w.]+$/.test(line))
  expect(loose).toEqual([])
})
