import { median } from '../measure.mjs'
import { machine, markdown } from '../tables.mjs'
import { scenarios } from './serving.mjs'

const ours = (rows) => rows.find(({ id }) => id === 'ours')
const times = (ratio) => `${ratio.toFixed(2)}x`
const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`

/** The median of the ratios of the rounds: what of ours and of the other ran right after one another. */
function pairedRatio(own, other) {
  return times(median(own.map((value, round) => value / other[round])))
}

export function imageTables(rows, counts) {
  const names = { classic: 'Classic builder', buildkit: 'BuildKit' }
  const tables = [...new Set(rows.map(({ builder }) => builder))].map((builder) => {
    const built = rows.filter((row) => row.builder === builder)
    return `### ${names[builder]}\n\n${imageTable(built)}`
  })
  const how = `Medians of ${counts.cold} cold builds and ${counts.rebuilds} rebuilds each.`
  return [`Measured with ${machine()}. ${how}`, ...tables].join('\n\n')
}

function imageTable(rows) {
  const own = ours(rows)
  const head = ['Dockerfile', 'image', 'above the base', 'cold build', 'ours', 'rebuild', 'ours']
  return markdown(
    head,
    rows.map((row) => [
      row.name,
      megabytes(row.size),
      megabytes(row.own),
      seconds(median(row.cold)),
      row === own ? '' : pairedRatio(own.cold, row.cold),
      seconds(median(row.rebuild)),
      row === own ? '' : pairedRatio(own.rebuild, row.rebuild),
    ]),
  )
}

export function servingTables(rows, counts) {
  const how = `Medians of ${counts.rounds} rounds, bursts of ${counts.seconds} s.`
  return [
    `Measured with ${machine()}. ${how}`,
    ...scenarios.map((scenario) => {
      const title = `### ${capital(scenario.name)}, ${scenario.connections} connections`
      return `${title}\n\n${burstTable(rows, scenario.id)}`
    }),
    `### Start and memory\n\n${startTable(rows)}`,
  ].join('\n\n')
}

function burstTable(rows, id) {
  const column = (row, name) => row[id].map((burst) => burst[name])
  return markdown(
    ['served by', 'requests/s', 'ours', 'p50', 'p99', 'failed'],
    rows.map((row) => [
      row.name,
      median(column(row, 'rate')).toFixed(0),
      row.id === 'ours' ? '' : pairedRatio(column(ours(rows), 'rate'), column(row, 'rate')),
      `${median(column(row, 'p50')).toFixed(1)} ms`,
      `${median(column(row, 'p99')).toFixed(1)} ms`,
      `${column(row, 'failed').reduce((sum, failed) => sum + failed, 0)}`,
    ]),
  )
}

function startTable(rows) {
  return markdown(
    ['served by', 'first healthy answer', 'memory after the load'],
    rows.map((row) => [
      row.name,
      `${median(row.startMs).toFixed(0)} ms`,
      megabytes(median(row.memory)),
    ]),
  )
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1)
}
