import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import type { Autoscaling, Plan, Process } from '../../src/plan/plan.ts'
import { appExtraKeys } from '../../src/spec/settings/porter-extra.ts'
import { runs } from '../support/runs.ts'
import { caseIfAccepted, hostileCase, hostileCases } from './descriptions.ts'
import { type Escapes, fillTokens, renderTokens, renderWith } from './escapes.ts'
import { Readers } from './readers.ts'
import { porterFile } from './subjects.ts'

vi.mock('../../src/artifacts/escape.ts', async (original) => {
  const { exchangeable } = await import('./escapes.ts')
  return exchangeable(await original<Escapes>())
})

let readers: Readers
beforeAll(() => {
  readers = new Readers()
}, 120_000)
afterAll(() => readers.close())

/** What each reader of YAML makes of porter.yaml, and what it must make of it. */
async function readPorter(plan: Plan, escapes: Partial<Escapes> = {}) {
  const text = renderWith(escapes, () => porterFile.render(plan))
  const same = (token: string) => token
  const tokens = renderTokens({ yaml: same, word: same }, () => porterFile.render(plan))
  return {
    expected: fillTokens(parse(tokens.text), tokens.values),
    readings: {
      PyYAML: await readers.read('yaml', text),
      'yaml 1.2': parse(text, { version: '1.2' }),
      'yaml 1.1': parse(text, { version: '1.1' }),
    },
  }
}

/** porter.yaml as the plan has it. */
function expectPorter(plan: Plan) {
  const dotted = (folder: string) => (folder === '.' ? '.' : `./${folder}`)
  const context = plan.context.value === 'repository' ? '.' : plan.root.value
  const {
    ingressAnnotations: more = {},
    autoscaling: moreScaling,
    ...extra
  } = plan['porter.extra'].value
  const isOfApp = ([key]: [string, unknown]) => appExtraKeys.includes(key)
  const ofApp = Object.entries(extra).filter(isOfApp)
  const ofWeb = Object.entries(extra).filter((entry) => !isOfApp(entry))
  const { value: scaling } = plan.autoscaling
  const { value: startup } = plan['health.startupSeconds']
  const check = { enabled: true, httpPath: plan['health.path'].value, timeoutSeconds: 5 }
  const waits = String(plan.proxyTimeout.value)
  const nginx = without({
    'proxy-body-size': plan['ingress.maxBodySize'].value,
    'proxy-buffer-size': plan['ingress.responseHeaderBuffer'].value,
    'proxy-read-timeout': waits,
    'proxy-send-timeout': waits,
  })
  const annotations = Object.entries(nginx).map(([name, value]) => [
    `nginx.ingress.kubernetes.io/${name}`,
    value,
  ])
  const web = {
    name: plan['porter.service'].value,
    type: 'web',
    run: '',
    port: plan.port.value,
    cpuCores: plan['resources.cpu'].value,
    ramMegabytes: plan['resources.memory'].value,
    gpuCoresNvidia: plan['resources.gpu'].value,
    instances: scaling ? undefined : plan.instances.value,
    autoscaling: scaling && expectScaling(scaling, moreScaling),
    terminationGracePeriodSeconds: plan.terminationGracePeriod.value,
    livenessCheck: { ...check, initialDelaySeconds: startup },
    readinessCheck: { ...check, initialDelaySeconds: 0 },
    private: plan.private.value || undefined,
    domains: notEmpty(plan.domains.value.map((name) => ({ name }))),
    ingressAnnotations:
      plan.private.value && Object.keys(more as object).length === 0
        ? undefined
        : { ...(plan.private.value ? {} : Object.fromEntries(annotations)), ...(more as object) },
    ...Object.fromEntries(ofWeb),
  }
  return without({
    version: 'v2',
    name: plan.name.value,
    build: {
      method: 'docker',
      context: dotted(context),
      dockerfile: `${dotted(plan.root.value)}/Dockerfile`,
    },
    env: Object.keys(plan.env.value).length > 0 ? plan.env.value : undefined,
    envGroups: notEmpty(plan.envGroups.value),
    predeploy: plan.predeploy.value && { run: plan.predeploy.value },
    ...Object.fromEntries(ofApp),
    services: [without(web), ...plan.processes.value.map(expectProcess)],
  })
}

function expectScaling({ min, max, cpu, memory }: Autoscaling, more: unknown): object {
  return {
    enabled: true,
    minInstances: min,
    maxInstances: max,
    cpuThresholdPercent: cpu,
    memoryThresholdPercent: memory,
    ...(more as object | undefined),
  }
}

function expectProcess(process: Process): object {
  const { name, type, command: run, cpu: cpuCores, memory: ramMegabytes, cron, timeout } = process
  const { autoscaling: moreScaling, ...extra } = process.extra
  const { autoscaling: scaling, gpu: gpuCoresNvidia } = process
  const ofType =
    type === 'worker'
      ? {
          instances: scaling ? undefined : process.instances,
          autoscaling: scaling && expectScaling(scaling, moreScaling),
        }
      : { cron, suspendCron: cron === undefined || undefined, timeoutSeconds: timeout }
  return without({ name, type, run, cpuCores, ramMegabytes, gpuCoresNvidia, ...ofType, ...extra })
}

function without(map: object): object {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined))
}

function notEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined
}

describe('porter.yaml', () => {
  test('holds each value as every reader reads it, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(hostileCases(), async ({ plan }) => {
        const { expected, readings } = await readPorter(plan)
        expect(expected).toStrictEqual(expectPorter(plan))
        for (const [reader, found] of Object.entries(readings)) {
          expect(found, reader).toStrictEqual(expected)
        }
      }),
      { numRuns: runs.porterFile },
    )
  })

  // A key of YAML ends within 1,024 characters, unless it is written with a question mark.
  test('holds a variable with a very long name, if the loader lets one through', async () => {
    const plan = caseIfAccepted({ env: { ['A'.repeat(1100)]: 'value' } })?.plan
    if (!plan) return
    const { expected, readings } = await readPorter(plan)
    for (const found of Object.values(readings)) expect(found).toStrictEqual(expected)
  })

  test.each([
    { way: 'raw', value: ' #x', yaml: (value: unknown) => `${value}` },
    { way: 'in quotes', value: 'a", "b', yaml: (value: unknown) => `"${value}"` },
    { way: 'as JSON', value: '\u{10ffff}\ufffe', yaml: (value: unknown) => JSON.stringify(value) },
    { way: 'as a 1.2 word', value: 'on', yaml: (value: unknown) => `${value || '""'}` },
  ])('a broken escape is noticed: $way', async ({ value, yaml }) => {
    const { plan } = hostileCase({ env: { A: value } })
    const noticed = readPorter(plan, { yaml }).then(({ expected, readings }) => {
      for (const found of Object.values(readings)) expect(found).toStrictEqual(expected)
    })
    await expect(noticed).rejects.toThrow()
  })
})
