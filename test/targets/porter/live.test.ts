import { describe, expect, test } from 'vitest'
import { compareLive } from '../../../src/targets/porter/live.ts'
import { renderExample } from '../../support/examples.ts'

const rendered =
  renderExample('flask-guide').artifacts.find(({ path }) => path === 'porter.yaml')?.content ?? ''

function rulesOf(exported: string): string[] {
  return compareLive(rendered, exported, 'live.yaml').findings.map(({ rule }) => rule)
}

test('the same configuration has no finding, in any order and with more keys', () => {
  const live = rendered.replace(
    'run: ""',
    'run: ""\n    nodeGroup: 0b8a5f0e-0000-4000-8000-000000000000',
  )
  expect(compareLive(rendered, live, 'live.yaml')).toEqual({ differences: [], findings: [] })
})

describe('names', () => {
  test.each([
    ['live-start-command', rendered.replace('run: ""', 'run: python app.py')],
    ['live-app-is-another', rendered.replace('name: hoptix-backend', 'name: other')],
    [
      'live-service-is-not-planned',
      rendered.replace('services:', 'services:\n  - name: old-web\n    type: web\n    run: ""'),
    ],
    ['live-value-differs', rendered.replace('ramMegabytes: 1024', 'ramMegabytes: 512')],
    ['live-file-unreadable', '- a list'],
    ['live-file-unreadable', '{'],
    ['live-file-unreadable', ''],
  ])('%s', (rule, live) => {
    expect(rulesOf(live)).toContain(rule)
  })
})

test('a missing `run` is the image’s own command, and no finding of its own', () => {
  expect(rulesOf(rendered.replace(/ +run: ""\n/, ''))).not.toContain('live-start-command')
})

test('the value of an environment variable is never shown', () => {
  const ours = `${rendered}\nenv:\n  MODE: one\n`
  const live = `${rendered}\nenv:\n  MODE: two\n`
  const comparison = compareLive(ours, live, 'live.yaml')
  expect(comparison.differences).toEqual([{ key: 'env.MODE', planned: 'set', live: 'set' }])
})

test('a command that sets variables is never shown', () => {
  const live = rendered.replace('run: ""', 'run: env DB_PASSWORD=hunter2hunter2 python app.py')
  expect(JSON.stringify(compareLive(rendered, live, 'live.yaml'))).not.toContain('hunter2')
})
