import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { filesIn, removeAll, temporaryFolder, writeTree } from './folders.mjs'
import { compare, median, peakMemory, run } from './measure.mjs'
import { program } from './program.mjs'

export const most = 1000
const bareWriter = fileURLToPath(new URL('bare-writer.cjs', import.meta.url))

/** Everything about one description with many services. */
export function measureManyServices(rounds) {
  const current = generatedServices(most)
  const fresh = generatedServices(most)
  const target = temporaryFolder()
  const bare = {
    name: 'bare writer',
    args: [bareWriter, fresh.generated, target],
    cwd: target,
    prepare: () => removeAll(target, ['services']),
  }
  const jobs = [
    {
      name: `${most} services, nothing to write`,
      args: [program, 'generate'],
      cwd: current.folder,
      target: 8,
    },
    {
      name: `${most} services, all ${fresh.paths.length} files written and proven`,
      args: [program, 'generate'],
      cwd: fresh.folder,
      prepare: fresh.clear,
      target: 15,
    },
  ]
  return {
    speed: compare(bare, jobs, rounds).map((row, index) => ({
      ...row,
      target: jobs[index].target,
      memory: peakMemory(jobs[index]),
    })),
    growth: measureGrowth(rounds),
  }
}

/**
 * What each further service costs, with the fixed start-up subtracted: (t(n) - t(1)) / (n - 1), where t(n) is the
 * median time of writing all files of n services. Linear growth keeps the quotient of two of these costs at 1.
 */
function measureGrowth(rounds) {
  const jobs = [1, 10, most].map((count) => {
    const { folder, clear } = generatedServices(count)
    return { name: `${count}`, args: [program, 'generate'], cwd: folder, prepare: clear, count }
  })
  const times = jobs.map(() => [])
  for (let round = 0; round < rounds; round += 1)
    jobs.forEach((job, index) => {
      times[index].push(run(job))
    })
  const [one, few, many] = times.map(median)
  return { few: (few - one) / 9, many: (many - one) / (most - 1) }
}

/** A repository of small services in one description, with their files generated and a second copy of those files. */
function generatedServices(count) {
  const names = Array.from(
    { length: count },
    (_, index) => `s${String(index + 1).padStart(4, '0')}`,
  )
  const items = names.map((name) => `  - {name: ${name}, root: services/${name}, app: app:app}\n`)
  const sources = names.flatMap((name) => [
    [`services/${name}/app.py`, 'from flask import Flask\n\napp = Flask(__name__)\n'],
    [`services/${name}/requirements.txt`, 'flask==3.1.2\n'],
  ])
  const top = temporaryFolder()
  const folder = writeTree(join(top, 'repository'), {
    'hoptix.yaml': `defaults: {framework: flask}\nservices:\n${items.join('')}`,
    ...Object.fromEntries(sources),
  })
  run({ name: `generate ${count} services`, args: [program, 'generate'], cwd: folder })
  const own = new Set(['hoptix.yaml', ...sources.map(([path]) => path)])
  const paths = filesIn(folder).filter((path) => !own.has(path))
  const generated = join(top, 'generated')
  for (const path of paths) cpSync(join(folder, path), join(generated, path))
  return { folder, paths, generated, clear: () => removeAll(folder, paths) }
}
