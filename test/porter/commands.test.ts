import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import * as z from 'zod/mini'
import { findPorterProblems, porterApp } from '../../src/porter/schema.ts'
import { serviceSchema } from '../../src/spec/schema.ts'
import { findingsOf } from '../spec/describe.ts'

/** Commands that Porter's split on single spaces leaves as they are meant. */
const accepted = [
  'celery -A shop worker',
  './manage.py migrate --noinput',
  'python -m shop.tasks --at=10:00 MODE=fast',
  'celery -A shop worker -Q mail.*,sms.?',
  'curl -f http://127.0.0.1:8080/up?deep=1#top',
  'python -m shop.report ~ % ! ^ [x] {y} (z) #1 @all',
  'python -m shop.report größe',
]

/** Commands that it breaks, with the words that name the reason. */
const refused = {
  "sh -c 'a'": 'holds a quote',
  'say "a"': 'holds a quote',
  "say it's": 'holds a quote',
  'echo `id`': 'holds a backtick',
  'serve $PORT': 'holds "$"',
  'serve --port=${PORT:-80}': 'holds "$"',
  'echo $(id)': 'holds "$"',
  'DEBUG=1 python a.py': 'starts with a variable',
  'a && b': 'holds "&"',
  'a &': 'holds "&"',
  '& a': 'holds "&"',
  'a&b': 'holds "&"',
  'curl http://127.0.0.1/?a=1&b=2': 'holds "&"',
  'a 2>&1': 'holds "&"',
  'a | b': 'holds "|"',
  'a|b': 'holds "|"',
  'a || b': 'holds "|"',
  'a; b': 'holds ";"',
  'a > b': 'holds "<" or ">"',
  'pip install a>=1': 'holds "<" or ">"',
  'a < b': 'holds "<" or ">"',
  'echo a\\b': 'holds a backslash',
  'a\\ b': 'holds a backslash',
  'a\u00a0b': 'other than the plain one',
  'a\u2028b': 'other than the plain one',
  'a  b': 'holds a leading, trailing or doubled space',
  ' a': 'holds a leading, trailing or doubled space',
  'a ': 'holds a leading, trailing or doubled space',
}

/** In hoptix.yaml these are refused in any text, before a command is judged. */
const withControlCharacter = ['a\tb', 'a\n', 'a\nb', 'a\rb', 'a\u0000b', 'a\u001bb', 'a\u0085b']

/** Keys that take any text and are no command which Porter splits: those of `image.build` go to a shell. */
const otherTexts = new Set([
  ...['build.context', 'build.dockerfile', 'build.builder', 'build.buildpacks'],
  ...['image.repository', 'image.tag', 'image.build', 'env.*', 'envGroups', 'ingressAnnotations.*'],
  ...['connections.role', 'connections.identityName', 'connections.resourceGroup'],
  ...['connections.serviceAccountEmail', 'config.cloudSqlConnectionName'],
  ...['config.cloudSqlServiceAccount', 'config.diskName'],
  ...['prometheusMetricCustomAutoscaling.metricName', 'prometheusMetricCustomAutoscaling.query'],
  'temporalAutoscaling.taskQueue',
])

type Path = readonly (string | number)[]
interface Text {
  readonly path: Path
  readonly schema: z.core.$ZodType
}

/** Every text of a schema. A list of several kinds of items has one item of each. */
function textsOf(schema: z.core.$ZodType, path: Path = []): Text[] {
  const inner = (child: unknown, ...steps: Path) =>
    textsOf(child as z.core.$ZodType, [...path, ...steps])
  if (schema instanceof z.ZodMiniOptional) return inner(schema.def.innerType)
  if (schema instanceof z.ZodMiniObject)
    return Object.entries(schema.shape).flatMap(([key, child]) => inner(child, key))
  if (schema instanceof z.ZodMiniRecord) return inner(schema.def.valueType, '*')
  if (schema instanceof z.ZodMiniArray)
    return optionsOf(schema.def.element).flatMap((item, index) => inner(item, index))
  const options = optionsOf(schema)
  if (options[0] !== schema) return options.flatMap((option) => inner(option))
  return schema instanceof z.ZodMiniString ? [{ path, schema }] : []
}

function optionsOf(schema: unknown): readonly unknown[] {
  return schema instanceof z.ZodMiniUnion || schema instanceof z.ZodMiniDiscriminatedUnion
    ? schema.def.options
    : [schema]
}

/** The last two keys of a path. */
function nameOf(path: Path): string {
  return path
    .filter((step) => typeof step === 'string')
    .slice(-2)
    .join('.')
}

/** A copy of a document with a value at a path. */
function place(document: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  const copy = structuredClone(document ?? {}) as Record<string | number, unknown>
  const isCheck = typeof step === 'string' && step.endsWith('Check')
  copy[step] = place(copy[step] ?? (isCheck ? { enabled: true } : undefined), rest, value)
  return copy
}

const resources = { run: '', cpuCores: 0.5, ramMegabytes: 512 }
const files = {
  'porter.yaml': {
    schema: porterApp,
    // One service of each type, in the order of the schema.
    valid: {
      version: 'v2',
      name: 'shop',
      build: { method: 'docker', context: '.', dockerfile: './Dockerfile' },
      services: [
        { name: 'web', type: 'web', port: 8080, ...resources },
        { name: 'mails', type: 'worker', ...resources },
        { name: 'report', type: 'job', suspendCron: true, ...resources },
      ],
    },
    problemsOf: findPorterProblems,
  },
  'hoptix.yaml': {
    schema: serviceSchema,
    valid: {
      name: 'shop',
      app: 'app:app',
      processes: [{ name: 'mails', type: 'worker', command: 'run' }],
    },
    problemsOf: (document: unknown) => findingsOf(stringify(document)),
  },
}

const commandTexts = Object.entries(files).flatMap(([file, { schema, valid, problemsOf }]) =>
  textsOf(schema)
    .filter((text) => z.safeParse(text.schema, 'celery -A shop worker').success)
    .filter(({ path }) => !otherTexts.has(nameOf(path)))
    .map(({ path }) => ({
      key: `${path.join('.')} of ${file}`,
      file,
      // "services[0].run holds …" and "The command holds …" say the same.
      judge: (command: string) =>
        problemsOf(place(valid, path, command)).map(({ message, fix }) => ({
          words: message.replace(/^(?:The command|\S+) /, ''),
          fix,
        })),
    })),
)

test('every key that takes a command is found by the schemas', () => {
  const checks = ['healthCheck', 'livenessCheck', 'readinessCheck', 'startupCheck']
  const ofServices = [0, 1, 2].map((at) => `services.${at}.run`)
  const ofChecks = [0, 1].flatMap((at) => checks.map((check) => `services.${at}.${check}.command`))
  const ofPorter = [...ofServices, ...ofChecks, 'predeploy.run', 'initialDeploy.run']
  const ofHoptix = ['predeploy', 'processes.0.command', 'porter.extra.initialDeploy.run']
  expect(commandTexts.map(({ key }) => key).sort()).toEqual(
    [
      ...ofPorter.map((key) => `${key} of porter.yaml`),
      ...ofHoptix.map((key) => `${key} of hoptix.yaml`),
    ].sort(),
  )
})

describe.each(commandTexts)('$key', ({ file, judge }) => {
  test.each(accepted)('takes %j', (command) => expect(judge(command)).toEqual([]))

  test.each(Object.entries(refused))('refuses %j, which %s', (command, words) => {
    const [told, ...others] = judge(command)
    expect(told?.words).toContain(words)
    // A porter.yaml is told all that is wrong with a command, hoptix.yaml one thing for each place.
    if (file === 'hoptix.yaml') expect(others).toEqual([])
  })

  test.each(withControlCharacter)('refuses %j', (command) => {
    expect(judge(command)).not.toEqual([])
  })
})

test.each(Object.keys(refused))('%j is refused in the same words everywhere', (command) => {
  const told = commandTexts.map(({ judge }) => JSON.stringify(judge(command)[0]))
  expect(new Set(told).size).toBe(1)
})
