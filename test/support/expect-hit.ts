import { expect } from 'vitest'
import type { ProbeResult } from '../../src/verify/probe.ts'

/** A probe must have objected, to this and not for want of sight. */
export function expectHit(result: ProbeResult | undefined, hit: RegExp): void {
  expect(result).toMatchObject({ ok: false })
  expect(result).not.toHaveProperty('unseen')
  expect(result?.ok === false && result.hits.join('\n')).toMatch(hit)
}
