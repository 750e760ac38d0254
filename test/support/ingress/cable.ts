import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runCommand } from '../../../src/io/process.ts'
import type { RunningService } from '../../../src/verify/probe.ts'

export interface Cable {
  /** Where the service is reached over this cable. */
  readonly address: string
  unplug(): Promise<void>
}

export const hasCables = existsSync('/dev/net/tun')

/** A second way to a running service, on which each packet takes so long. */
export async function layLongCable(running: RunningService, delayMs: number): Promise<Cable> {
  const inside = running.firstPid()
  const [here, there] = [`hop-${inside}`, `hop-${inside}-in`]
  const script = fileURLToPath(new URL('cable.py', import.meta.url))
  const relay = spawn('python3', [script, here, there, String(delayMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => relay.once('exit', resolve).once('error', resolve))
  await Promise.race([once(relay.stdout, 'data'), ended])
  // 100.64.0.0/10 is set aside for carriers (RFC 6598); process ids stay below 2^22.
  const number = (inside % 2 ** 20) * 4
  const [ours, theirs] = [1, 2].map((n) => {
    const host = number + n
    return `100.${64 + (host >> 16)}.${(host >> 8) & 255}.${host & 255}`
  })
  const enter = ['nsenter', `--net=/proc/${inside}/ns/net`]
  await mustAll([
    ['ip', 'link', 'set', there, 'netns', `${inside}`],
    ['ip', 'address', 'add', `${ours}`, 'peer', `${theirs}`, 'dev', here],
    [...enter, 'ip', 'address', 'add', `${theirs}`, 'peer', `${ours}`, 'dev', there],
    // Room for a burst: a packet that is dropped would come a second later.
    ['ip', 'link', 'set', here, 'txqueuelen', '10000', 'up'],
    [...enter, 'ip', 'link', 'set', there, 'txqueuelen', '10000', 'up'],
  ])
  const unplug = async () => {
    relay.stdin.destroy()
    await ended
  }
  return { address: `${theirs}`, unplug }
}

async function mustAll(steps: readonly (readonly string[])[]): Promise<void> {
  for (const step of steps) {
    const { code, stderr } = await runCommand(step)
    if (code !== 0) throw new Error(`${step.join(' ')}: ${stderr}`)
  }
}
