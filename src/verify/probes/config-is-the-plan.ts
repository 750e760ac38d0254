import { expectedConfig, parsePrintedConfig } from '../expected-config.ts'
import { judge, type Probe } from '../probe.ts'
import { pause } from '../wait.ts'
import { answersAtAll } from './answers-at-all.ts'

export const configIsThePlan = {
  id: 'config-is-the-plan',
  looksAt: 'starts',
  after: [answersAtAll.id],
  why: 'Gunicorn ignores a misspelt setting without a word; only what it prints is what it does.',
  fix: 'Run `hoptix-deploy generate`; values belong in hoptix.yaml, not in gunicorn.conf.py.',
  async run(prepared, plan) {
    const printing = await prepared.start({ flags: ['--print-config'] })
    // One that prints also ends; another one takes the flag for nothing and serves on.
    const mostSeconds = plan['health.startupSeconds'].value
    const exit = await Promise.race([printing.exit, pause(mostSeconds)])
    const log = printing.log()
    await printing.stop()
    const printed = parsePrintedConfig(log)
    if (!exit)
      return judge('', [`it served on for ${mostSeconds} s when asked to print what it is set to`])
    if (exit.code !== 0 || printed.size === 0) {
      return judge('', [`\`gunicorn --print-config\` ended with ${exit.code}: ${log.at(-1) ?? ''}`])
    }
    const expected = Object.entries(expectedConfig(plan, printing.limits))
    const hits = expected.flatMap(([key, value]) => {
      const actual = printed.get(key)
      return actual === String(value) ? [] : [`\`${key}\` is ${actual}, the plan says ${value}`]
    })
    return judge(expected.map(([key, value]) => `${key} ${value}`).join(' · '), hits)
  },
} as const satisfies Probe
