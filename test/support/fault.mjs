// Loaded into the program under test before anything else: at the n-th change of the disk the process is killed, or
// the call fails as a full disk would.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const at = Number(process.env.FAULT_AT)
const kind = process.env.FAULT_KIND
let calls = 0

for (const name of ['mkdirSync', 'writeFileSync', 'renameSync', 'rmSync']) {
  const real = fs[name]
  fs[name] = (...args) => {
    calls += 1
    if (calls === at && (kind === 'kill' || name === kind)) {
      if (kind === 'kill' && name === 'writeFileSync')
        real(args[0], String(args[1]).slice(0, 7), args[2])
      if (kind === 'kill') process.kill(process.pid, 'SIGKILL')
      throw Object.assign(new Error(`ENOSPC: no space left on device, ${name}`), { code: 'ENOSPC' })
    }
    return real(...args)
  }
}
syncBuiltinESMExports()
