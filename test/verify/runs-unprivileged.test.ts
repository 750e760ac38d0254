import { expect, test } from 'vitest'
import type { Plan } from '../../src/plan/plan.ts'
import type { PreparedService } from '../../src/verify/probe.ts'
import { runsUnprivileged } from '../../src/verify/probes/runs-unprivileged.ts'

const asProcess = async () => ({ container: undefined, stop: async () => {} })

test.each([
  ['a Procfile, which has no image, is not blamed for root', undefined, { unseen: 'runtime' }],
  ['an image without USER is', '', { hits: ['the image runs as root'] }],
  [
    'a name is not taken for a number',
    'appuser',
    { hits: ['USER appuser is a name, which runAsNonRoot refuses'] },
  ],
])('of processes: %s', async (_, user, expected) => {
  const prepared = { user, start: asProcess } as unknown as PreparedService
  expect(await runsUnprivileged.run(prepared, {} as Plan)).toMatchObject({ ok: false, ...expected })
})
