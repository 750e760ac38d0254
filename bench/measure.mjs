import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

// Some machines name extra certificates for Node, which reads them at every start: that is not what is measured.
const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...env } = process.env

const memoryHook = fileURLToPath(new URL('report-memory.cjs', import.meta.url))

/**
 * A command to be timed, as one whole process of Node.
 * @typedef {object} Job
 * @property {string} name
 * @property {string[]} args What follows `node`.
 * @property {string} cwd
 * @property {() => void} [prepare] Runs before each start and is not timed.
 * @property {Record<string, string>} [env]
 */

/** Runs a job to its end and says how many milliseconds that took. A job that fails ends the whole measurement. */
export function run({ name, args, cwd, prepare, env: more }) {
  prepare?.()
  const before = process.hrtime.bigint()
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 28,
  })
  const took = Number(process.hrtime.bigint() - before) / 1e6
  if (status !== 0) throw new Error(`${name} ended with ${status}.\n${stdout}${stderr}`)
  return took
}

/**
 * Every job after its reference, round by round, so that a busy moment of the machine meets both. The first round is
 * only to warm the disk's cache. The ratio is the median of the ratios of the rounds.
 */
export function compare(reference, jobs, rounds) {
  for (const job of [reference, ...jobs]) run(job)
  const pairs = jobs.map(() => [])
  for (let round = 0; round < rounds; round += 1)
    jobs.forEach((job, index) => {
      pairs[index].push({ reference: run(reference), own: run(job) })
    })
  return jobs.map(({ name }, index) => ({
    name,
    ratio: median(pairs[index].map(({ reference, own }) => own / reference)),
    milliseconds: median(pairs[index].map(({ own }) => own)),
  }))
}

/** Peak resident memory of a job in MB, as the process itself sees it at its end: `process.resourceUsage().maxRSS`. */
export function peakMemory(job) {
  job.prepare?.()
  const { status, stderr, output } = spawnSync(
    process.execPath,
    ['--require', memoryHook, ...job.args],
    { cwd: job.cwd, env: { ...env, ...job.env }, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
  )
  if (status !== 0) throw new Error(`${job.name} ended with ${status}.\n${stderr}`)
  return Number(output[3]) / 1000
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
