import { expect, test } from 'vitest'
import { formatListener, parseSocketTable } from '../../src/verify/socket-table.ts'

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'

test.each([
  ['00000000:1F90', '0.0.0.0:8080'],
  ['0100007F:0009', '127.0.0.1:9'],
  ['00000000000000000000000000000000:1F90', '[::]:8080'],
  ['00000000000000000000000001000000:1F91', '[::1]:8081'],
  ['0000000000000000FFFF00000100007F:1F90', '[::ffff:7f00:1]:8080'],
])('%s is %s', (field, text) => {
  const line = `   0: ${field} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0\n`
  const listeners = parseSocketTable(head + line)
  expect(listeners.map(formatListener)).toEqual([text])
  expect(listeners[0]?.inode).toBe('4711')
})

test('a connection is no listener', () => {
  const line =
    '   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000 0 0 4712 1\n'
  expect(parseSocketTable(head + line)).toEqual([])
})
