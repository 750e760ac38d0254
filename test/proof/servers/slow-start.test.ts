import { describe, test } from 'vitest'
import type { Probe } from '../../../src/verify/probe.ts'
import { answersHealthWhenBusy } from '../../../src/verify/probes/answers-health-when-busy.ts'
import { closesIdleAtStop } from '../../../src/verify/probes/closes-idle-at-stop.ts'
import { stopsGracefully } from '../../../src/verify/probes/stops-gracefully.ts'
import { mustSkip } from '../../support/real-server.ts'
import { append, prepareSabotaged } from '../../support/sabotage.ts'

const skip = await mustSkip('probes of an app that is imported slowly')

/** More than any wait that a probe has for something quick, and less than `health.startupSeconds`. */
const importSeconds = 25

/** The first worker is quicker, as where all share one core: it answers while the others are far from it. */
const importsSlowly = append(
  'hoptix_server.py',
  `
import contextlib, os, time

seconds = ${importSeconds}
with contextlib.suppress(FileExistsError):
    os.mkdir("imported-once")
    seconds = 5
time.sleep(seconds)
`,
)

describe.skipIf(skip)('an app that is imported slowly', () => {
  test.concurrent.for<Probe & { readonly looksAt: 'starts' }>([
    answersHealthWhenBusy,
    closesIdleAtStop,
    stopsGracefully,
  ])('$id', { timeout: 240_000 }, async (probe, { expect, onTestFinished }) => {
    const { plan, service } = await prepareSabotaged('flask-guide', [importsSlowly])
    onTestFinished(() => service.remove())
    expect(await probe.run(service, plan)).toMatchObject({ ok: true })
  })
})
