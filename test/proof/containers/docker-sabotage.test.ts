import { expect, onTestFinished, test } from 'vitest'
import { probes } from '../../../src/verify/probes/index.ts'
import { runProbes } from '../../../src/verify/run-probes.ts'
import { dockerRuntimeWith } from '../../../src/verify/runtimes/docker.ts'
import { describeWithDocker } from '../../support/docker/with-docker.ts'
import { expectHit } from '../../support/expect-hit.ts'
import {
  ballast,
  loopback,
  namedUser,
  prepareSabotaged,
  rootUser,
  type Sabotage,
  shellForm,
  strayWrite,
} from '../../support/sabotage.ts'

describeWithDocker(
  'in a container, a probe objects to',
  async () => {},
  (docker) => {
    test.each<[sabotage: string, Sabotage, probe: string, hit: RegExp]>([
      ['a loopback bind', loopback, 'listens-on-all-interfaces', /nothing listens on 0\.0\.0\.0/],
      ['a loopback bind', loopback, 'answers-from-outside', /no answer/],
      ['root', rootUser, 'runs-unprivileged', /the image runs as root\na process of it has user 0/],
      ['a user by name', namedUser, 'runs-unprivileged', /runAsNonRoot refuses/],
      ['a stray file', strayWrite, 'runs-unprivileged', /it writes \/var\/tmp\/seen/],
      ['shell form', shellForm, 'stops-gracefully', /still running/],
      ['too little memory', ballast, 'fits-memory', /killed for want of memory/],
    ])(
      '%s',
      async (_title, sabotage, id, hit) => {
        const runtime = dockerRuntimeWith({ env: docker().env })
        const { plan, service } = await prepareSabotaged('flask-guide', [sabotage], runtime)
        onTestFinished(() => service.remove())
        const chosen = probes.filter((probe) => probe.id === id)
        expect(chosen).toHaveLength(1)
        const [result] = await runProbes(chosen, service, plan)
        expectHit(result, hit)
      },
      300_000,
    )
  },
)
