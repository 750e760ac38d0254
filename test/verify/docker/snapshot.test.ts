import { expect, test } from 'vitest'
import { parseSnapshot, usersIn, workersIn } from '../../../src/verify/runtimes/docker/snapshot.ts'

const table =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'

/** A shell above the server, the server with two workers, and the shell that was let in to look. */
const text = `= table
${table}
   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 10001        0 4711 1 0 100 0 0 10 0
   1: 0100007F:0050 0100007F:0051 01 00000000:00000000 00:00000000 00000000 10001        0 4712 1 0 100 0 0 10 0
= table
${table}
= process
Name:\tsh
Pid:\t1
PPid:\t0
Uid:\t10001\t10001\t10001\t10001
total 0
lrwx------ 1 10001 root 64 Nov 23 23:56 0 -> /dev/null
= process
Name:\tgunicorn
Pid:\t7
PPid:\t1
Uid:\t10001\t10001\t10001\t10001
lrwx------ 1 10001 root 64 Nov 23 23:56 5 -> socket:[4711]
= process
Name:\tgunicorn
Pid:\t8
PPid:\t7
Uid:\t10001\t10001\t10001\t10001
lrwx------ 1 10001 root 64 Nov 23 23:56 5 -> socket:[4711]
= process
Name:\tgunicorn
Pid:\t9
PPid:\t7
Uid:\t0\t0\t0\t0
lrwx------ 1 10001 root 64 Nov 23 23:56 5 -> socket:[4711]
= process
Name:\tsh
Pid:\t20
PPid:\t0
Uid:\t33\t33\t33\t33
`

test('listeners are those of both tables, workers the children of whoever listens first', () => {
  const snapshot = parseSnapshot(text)
  expect(snapshot.listeners).toEqual([{ address: '0.0.0.0', port: 8080, inode: '4711' }])
  expect(workersIn(snapshot)).toEqual([8, 9])
})

test('users are those of the service, without whoever was let in to look', () => {
  expect(usersIn(parseSnapshot(text))).toEqual([10001, 0])
})

test('a container that has ended shows nothing', () => {
  const snapshot = parseSnapshot('')
  expect([snapshot.listeners, workersIn(snapshot), usersIn(snapshot)]).toEqual([[], [], []])
})
