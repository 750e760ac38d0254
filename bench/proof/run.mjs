import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openDocker } from './docker.mjs'
import { buildAll, builders, measureImages, removeImages } from './images.mjs'
import { writeSection } from './page.mjs'
import { imageTables, servingTables } from './report.mjs'
import { contenders, measureServing } from './serving.mjs'
import { layOut, requirements } from './sets.mjs'
import { openWheels } from './wheels.mjs'
import { installWrk } from './wrk.mjs'

/** `npm run bench:proof`: measures, prints Markdown, and with `--write` puts it into docs/proof.md. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean', default: false },
    json: { type: 'string' },
    builder: { type: 'string', multiple: true, default: builders },
    rounds: { type: 'string', default: '3' },
    rebuilds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
  },
})
const parts = { images: measureAllImages, serving: measureAllServing }
const unknown = positionals.find((part) => !(part in parts))
if (unknown) throw new Error(`${unknown}: expected ${Object.keys(parts).join(' or ')}, or none.`)

const daemon = openDocker()
const wheels = await openWheels(daemon, requirements)
const kits = layOut(wheels.onBench)
const results = {}
try {
  const wanted = positionals.length > 0 ? positionals : Object.keys(parts)
  for (const part of wanted) {
    const { rows, text } = await parts[part]()
    results[part] = rows
    console.log(`${text}\n`)
    if (values.write) writeSection(part, text)
  }
} finally {
  await removeImages(daemon.docker, kits)
  await wheels.close()
}
if (values.json) writeFileSync(values.json, JSON.stringify(results))

async function measureAllImages() {
  const counts = { cold: Number(values.rounds), rebuilds: Number(values.rebuilds) }
  const rows = await measureImages(daemon.docker, kits, values.builder, counts)
  return { rows, text: imageTables(rows, counts) }
}

async function measureAllServing() {
  await installWrk()
  await buildAll(daemon.docker, kits, 'buildkit')
  const counts = { rounds: Number(values.rounds), seconds: Number(values.seconds) }
  const rows = await measureServing(daemon.docker, contenders(kits), counts)
  return { rows, text: servingTables(rows, counts) }
}
