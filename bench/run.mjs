import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureManyServices, most } from './many-services.mjs'
import { compare } from './measure.mjs'
import { oneServiceJobs } from './one-service.mjs'
import { installGenerators, otherGeneratorJobs } from './other-generators.mjs'
import { bareNode, project } from './program.mjs'
import { machine, markdown, ratioTable, yesOrNo } from './tables.mjs'

/** `npm run bench`: measures, prints Markdown, and with `--write` puts it into docs/benchmarks.md. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '21' },
    'rounds-of-many': { type: 'string', default: '5' },
  },
})
const rounds = Number(values.rounds)
const roundsOfMany = Number(values['rounds-of-many'])

const parts = { one: measureOne, many: measureMany }
const unknown = positionals.find((part) => !(part in parts))
if (unknown || (values.write && positionals.length > 0))
  throw new Error(`${unknown ?? '--write'}: expected ${Object.keys(parts).join(' or ')}, or none.`)

const wanted = positionals.length > 0 ? positionals : Object.keys(parts)
const text = [`Measured with ${machine()}.`, ...wanted.map((part) => parts[part]())].join('\n\n')
console.log(text)
if (values.write) writeResults(text)

function measureOne() {
  installGenerators()
  const ours = oneServiceJobs()
  const rows = compare(bareNode, [...ours, ...otherGeneratorJobs()], rounds)
  const table = ratioTable(
    `\`${bareNode.name}\``,
    rows.map((row, index) => ({ ...row, target: ours[index]?.target })),
  )
  return `### One service\n\n${rounds} rounds.\n\n${table}`
}

function measureMany() {
  const { speed, growth } = measureManyServices(roundsOfMany)
  const quotient = growth.many / growth.few
  const memory = speed.every((row) => row.memory < 250)
  const rest = markdown(
    ['also', 'seen', 'target', 'met'],
    [
      [
        'peak memory',
        `${Math.round(Math.max(...speed.map((row) => row.memory)))} MB`,
        '250 MB',
        yesOrNo(memory),
      ],
      [
        `cost of a further service, ${most} beside 10`,
        `${quotient.toFixed(2)}x (${growth.many.toFixed(1)} ms beside ${growth.few.toFixed(1)} ms)`,
        '1.3x',
        yesOrNo(quotient <= 1.3),
      ],
    ],
  )
  return `### ${most} services in one description\n\n${roundsOfMany} rounds.\n\n${ratioTable('the bare writer', speed)}\n\n${rest}`
}

/** Everything below the marker is the last run's. */
function writeResults(results) {
  const path = join(project, 'docs/benchmarks.md')
  const marker = '<!-- Below: written by `npm run bench -- --write`. -->'
  const [explanation] = readFileSync(path, 'utf8').split(marker)
  writeFileSync(path, `${explanation}${marker}\n\n${results}\n`)
}
