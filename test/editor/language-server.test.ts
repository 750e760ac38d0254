import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { writeDescription } from '../../src/detect/write-description.ts'
import { version } from '../../src/program.ts'
import { documentSettings, findSetting, type Setting, settings } from '../../src/spec/schema.ts'
import { load } from '../spec/describe.ts'
import { runCli } from '../support/cli.ts'
import { projectFolder } from '../support/examples.ts'
import { readFiles, temporaryFolder } from '../support/temporary.ts'
import { exampleTexts, forms, serviceWith, severalServices } from './descriptions.ts'
import { type Editor, startEditor } from './language-server.ts'

/** The line that init writes: it leads the editor to the schema, which comes from the built program here. */
const [modeline = ''] = writeDescription([{ name: 'shop', app: 'app:app' }], version).split('\n')
const [, address = ''] = /\$schema=(\S+)/.exec(modeline) ?? []

let editor: Editor
beforeAll(async () => {
  editor = await startEditor({ [address]: runCli(projectFolder, ['schema']).stdout })
})
afterAll(() => editor.close())

const web = 'name: shop\napp: app:app\n'
const topLevel = settings.map(({ key }) => key).filter((key) => !key.includes('.'))
const shareable = topLevel.filter((key) => !['name', 'root', 'app'].includes(key))

/** Lines are counted as if the modeline were not there. */
async function problemsOf(text: string): Promise<string[]> {
  const problems = await editor.problems(`${modeline}\n${text}`)
  return problems.map((problem) => problem.replace(/^[0-9]+/, (line) => `${Number(line) - 1}`))
}

async function offersAt(text: string): Promise<string[]> {
  const offers = await editor.offers(`${modeline}\n${text}`)
  return offers.map(({ label }) => label)
}

/** What is shown over a place, without the escapes that Markdown needs. */
async function hoverAt(text: string): Promise<string> {
  return (await editor.hover(`${modeline}\n${text}`)).replaceAll(/\\(?=[^A-Za-z0-9\s])/g, '')
}

/** The keys one level beneath a setting. */
function keysBeneath(parent: string): string[] {
  return settings
    .filter(
      ({ key }) => key.startsWith(`${parent}.`) && !key.slice(parent.length + 1).includes('.'),
    )
    .map(({ key }) => key.slice(parent.length + 1))
}

describe('the editor offers', () => {
  test('every key of a service in an empty file, and the keys of several services', async () => {
    expect(await offersAt('|')).toEqual(
      expect.arrayContaining([...topLevel, 'services', 'defaults']),
    )
  })

  test('only what is still missing', async () => {
    const offers = await offersAt(`${web}|`)
    expect(offers).toEqual(expect.arrayContaining(['port', 'cors']))
    expect(offers).not.toContain('name')
    expect(offers).not.toContain('app')
  })

  test('nothing but `defaults` beside `services`', async () => {
    expect(await offersAt('services:\n  - name: shop\n    app: app:app\n|')).toEqual(['defaults'])
  })

  test.each([
    ['a first item', 'services:\n  - |'],
    ['the lines after', 'services:\n  - name: shop\n    |'],
    ['an item before others', 'services:\n  - name: a\n    |\n  - name: b\n    app: b:b\n'],
  ])('the keys of a service in %s of `services`', async (_place, text) => {
    const written = text.includes('name: ') ? ['name'] : []
    const offers = await offersAt(text)
    expect(offers).toEqual(expect.arrayContaining(topLevel.filter((key) => !written.includes(key))))
    expect(offers).not.toContain('services')
  })

  test.each([
    ['alone', 'defaults:\n  |'],
    ['after `services`', 'services:\n  - name: shop\n    app: app:app\ndefaults:\n  |'],
  ])('the keys that services can share in `defaults` %s', async (_place, text) => {
    const offers = await offersAt(text)
    expect(offers).toEqual(expect.arrayContaining(shareable))
    for (const own of ['name', 'root', 'app']) expect(offers).not.toContain(own)
  })

  const groups = settings.filter(({ group, key }) => group && !key.includes('.'))
  test.each(groups.map(({ key }) => key))('the keys of %s, wherever it stands', async (group) => {
    const isList = Array.isArray(findSetting(group)?.examples[0])
    const inside = isList ? `\n  - |` : `\n  |`
    const places = [
      `${web}${group}:${inside}`,
      `services:\n  - name: shop\n    ${group}:${inside.replace('\n', '\n    ')}`,
      `defaults:\n  ${group}:${inside.replace('\n', '\n  ')}`,
    ]
    for (const place of places)
      expect(await offersAt(place), place).toEqual(expect.arrayContaining(keysBeneath(group)))
  })

  test.each([
    ['framework', ['flask', 'django', 'fastapi', 'starlette', 'wsgi', 'asgi']],
    ['profile', ['balanced', 'high-traffic', 'low-resource', 'cpu-bound', 'io-bound']],
    ['logFormat', ['text', 'json']],
    ['workers', ['auto']],
    ['cors', ['none']],
    ['private', ['true', 'false']],
  ])('the values of %s, wherever it stands', async (key, values) => {
    const places = [
      `${web}${key}: |`,
      `services:\n  - name: shop\n    ${key}: |`,
      `defaults:\n  ${key}: |\nservices:\n  - name: shop\n    app: app:app\n`,
    ]
    for (const place of places)
      expect(await offersAt(place), place).toEqual(expect.arrayContaining(values))
  })

  test('a key with its description', async () => {
    const offers = await editor.offers(`${modeline}\n${web}|`)
    const port = offers.find(({ label }) => label === 'port')
    expect(port?.documentation).toContain(findSetting('port')?.description)
  })
})

describe('the editor shows over a key', () => {
  test('of port what it is and its default', async () => {
    const shown = await hoverAt(`${web}po|rt: 9000\n`)
    expect(shown).toContain('The one port of the service')
    expect(shown).toContain('Default: 8080.')
    expect(shown).toContain('1024-65535')
  })

  test('of health.path what it is and its default', async () => {
    const shown = await hoverAt(`${web}health:\n  pa|th: /ready\n`)
    expect(shown).toContain('The one path that probes')
    expect(shown).toContain('Default: /health.')
  })

  test('that the environment can override it', async () => {
    expect(await hoverAt(`${web}thr|eads: 4\n`)).toContain('GUNICORN_THREADS overrides it')
  })

  const describable = settings.flatMap((setting) =>
    Object.keys(forms)
      .filter((form) => form !== 'the defaults' || !['name', 'root', 'app'].includes(setting.key))
      .map((form) => [setting.key, form, setting] as const),
  )
  test.each(describable)('%s in %s the words of the settings table', async (key, form, setting) => {
    const shown = await hoverAt(withMark(setting, form as keyof typeof forms))
    expect(shown).toContain(setting.description)
    expect(shown).toContain(`Accepts: ${setting.accepts}.`)
    if (setting.default !== undefined) expect(shown, key).toContain('Default: ')
  })

  test.each(Object.values(documentSettings))(
    '$key what it is for',
    async ({ key, description }) => {
      const text = severalServices.replace(`${key}:`, `${key[0]}|${key.slice(1)}:`)
      expect(await hoverAt(text)).toContain(description)
    },
  )
})

/** A description that has the setting, with the mark inside of its key. */
function withMark(setting: Setting, form: keyof typeof forms): string {
  const written = stringify(forms[form](serviceWith(setting, 'HERE')))
  return written.replace(/(\w)(\w*): HERE/, '$1|$2: HERE')
}

describe('the editor has nothing against', () => {
  test.each(Object.entries(exampleTexts))('the example %s', async (_name, text) => {
    expect(await problemsOf(text)).toEqual([])
  })

  test('several services that use most of what there is', async () => {
    expect(load(severalServices)).toMatchObject({ ok: true })
    expect(await problemsOf(severalServices)).toEqual([])
  })

  test('a service without an app that has processes', async () => {
    const text = 'name: shop\nprocesses:\n  - name: mails\n    type: worker\n    command: mails\n'
    expect(await problemsOf(text)).toEqual([])
  })

  test('what init writes, and it is judged by the schema that its first line names', async () => {
    const folder = temporaryFolder({
      'app.py': 'from flask import Flask\n\napp = Flask(__name__)\n',
      'requirements.txt': 'flask==3.1.0\n',
    })
    expect(runCli(folder, ['init', '--yes', '--name', 'shop']).exitCode).toBe(0)
    const text = readFiles(folder)['hoptix.yaml'] ?? ''
    expect(await editor.problems(text)).toEqual([])
    expect(await editor.problems(`${text}prot: 8080\n`)).toHaveLength(1)
  })

  test.each(
    settings.flatMap((setting) =>
      setting.examples.map((example) => [setting.key, example, setting] as const),
    ),
  )('%s: %j', async (_key, example, setting) => {
    const service = forms['a single service'](serviceWith(setting, example))
    expect(await problemsOf(stringify(service))).toEqual([])
  })
})

/** One mistake each, at its place, told once. */
const mistakes: [what: string, line: string, problem: RegExp][] = [
  ['a wrong type', 'port: "8080"', /Expected "integer"/],
  ['a number that should be text', 'python: 3.12', /Expected one of "3.11", "3.12"/],
  ['an unknown key', 'prot: 8080', /prot is not allowed/],
  ['a value that is not in the list', 'framework: rails', /Expected one of "flask", "django"/],
  ['a number below its range', 'port: 80', /below the minimum of 1024/],
  [
    'a number above its range, where a word may stand too',
    'workers: 65',
    /above the maximum of 64/,
  ],
  ['a word that is not the one', 'workers: many', /must be "auto"/],
  ['a word where a map or another word may stand', 'cors: all', /must be "none"/],
  ['a wrong value in a map', 'health: { path: health }', /A path such as \/health/],
  [
    'a wrong type in a map',
    'cors: { origins: ["https://a.io"], maxAge: "1" }',
    /Expected "integer"/,
  ],
  ['an unknown key in a map', 'resources: { cpus: 1 }', /cpus is not allowed/],
  ['a text that does not fit its pattern', 'domains: [a_b.io]', /lower-case host name/],
]

describe('the editor points at', () => {
  test.each(mistakes)('%s, once, in each form', async (_what, line, problem) => {
    const inService = `services:\n  - name: a\n    app: a:a\n  - name: b\n    app: b:b\n    ${line}\n`
    const inDefaults = `defaults:\n  guide: true\n  ${line}\nservices:\n  - name: a\n    app: a:a\n`
    const one = [expect.stringMatching(problem)]
    expect(await problemsOf(`${web}${line}\n`)).toEqual(one)
    expect(await problemsOf(inService)).toEqual(one)
    expect(await problemsOf(inDefaults)).toEqual(one)
    expect([
      (await problemsOf(`${web}${line}\n`))[0],
      (await problemsOf(inService))[0],
      (await problemsOf(inDefaults))[0],
    ]).toEqual([/^3: /, /^6: /, /^3: /].map((place) => expect.stringMatching(place)))
  })

  test.each([
    ['a service without a name', 'app: app:app\n', ['1: Missing property "name".']],
    ['a service with nothing to run', 'name: shop\n', ['1: Missing property "app".']],
    ['an empty list of processes', 'name: a\nprocesses: []\n', ['1: Missing property "app".']],
    [
      'a policy without origins',
      `${web}cors: { maxAge: 60 }\n`,
      ['3: Missing property "origins".'],
    ],
    [
      'a key beside services',
      'port: 80\nservices:\n  - name: a\n',
      ['1: Property port is not allowed.'],
    ],
    ['defaults without services', 'defaults:\n  port: 8080\n', ['1: Missing property "services".']],
    ['no services at all', 'services: []\n', ['1: Array has too few items. Expected 1 or more.']],
    ['one of several without a name', 'services:\n  - app: a:a\n', ['2: Missing property "name".']],
    [
      'a service that is no map',
      'services:\n  - shop\n',
      ['2: Incorrect type. Expected "object".'],
    ],
    [
      'a name among the defaults',
      'defaults:\n  name: a\nservices:\n  - name: a\n',
      ['2: Property name is not allowed.'],
    ],
    ['a list', '- name: shop\n', ['1: Incorrect type. Expected "service".']],
    [
      'a process without its keys, also in defaults',
      'defaults:\n  processes:\n    - name: a\n      type: job\nservices:\n  - name: a\n',
      ['3: Missing property "command".'],
    ],
  ])('%s', async (_what, text, problems) => {
    expect(await problemsOf(text)).toEqual(problems)
    expect(load(text).ok).toBe(false)
  })

  test('nothing that a service takes over from the defaults', async () => {
    const text =
      'defaults:\n  cors: { maxAge: 60 }\nservices:\n  - name: a\n    app: a:a\n    cors: { origins: ["https://a.io"] }\n'
    expect(load(text).ok).toBe(true)
    expect(await problemsOf(text)).toEqual([])
  })
})

test.each(mistakes)('without the schema nobody notices %s', async (_what, line) => {
  expect(await editor.problems(`${web}${line}\n`)).toEqual([])
})
