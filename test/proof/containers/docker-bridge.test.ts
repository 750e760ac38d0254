import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeWithDocker } from '../../support/docker/with-docker.ts'

/** What the kernel calls an address that somebody has set, and that it will not change by itself. */
const isSet = '3'

describeWithDocker(
  'the bridge of the containers',
  async () => {},
  (docker) => {
    test('keeps its address, whatever containers come and go', async () => {
      const bridge = await docker().bridge()
      const read = (file: string) => readFileSync(`/sys/class/net/${bridge}/${file}`, 'utf8').trim()
      expect(read('addr_assign_type')).toBe(isSet)
      expect(read('address')).toMatch(/^02:42:ac:1e:[0-9a-f]{2}:01$/)
    })
  },
)
