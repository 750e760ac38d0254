import { describe, expect, test } from 'vitest'
import { markerOf, readMarker } from '../../src/artifacts/marker.ts'
import { templateChecks } from '../../src/artifacts/own/checks.ts'
import { proveArtifacts } from '../../src/audit/prove.ts'
import { formatLocation } from '../../src/findings/finding.ts'
import { artifactKinds } from '../../src/pipeline.ts'
import {
  exampleDescription,
  exampleNames,
  readDescription,
  renderDescription,
  renderExample,
} from '../support/examples.ts'
import { templateText } from '../support/views.ts'

const names = artifactKinds.flatMap(({ templates }) => templates.map(({ name }) => name))

function inFolder(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [`ours/${name}`, text]))
}

const smallest = 'name: shop\napp: app:app\ntemplates: ours\n'

/** What is said of a Dockerfile template, as `rule file:line:column`. */
function findingsOf(text: string, name = 'Dockerfile.hbs'): string[] {
  const read = readDescription(smallest, inFolder({ [name]: text }))
  return read.ok ? [] : read.findings.map(({ rule, where }) => `${rule} ${formatLocation(where)}`)
}

const all = inFolder(Object.fromEntries(names.map((name) => [name, templateText(name)])))
const withoutOwn = exampleNames.filter((name) => !/^templates:/m.test(exampleDescription(name)))

/** Of several services all take them over. */
function withTemplates(description: string): string {
  return /^defaults:$/m.test(description)
    ? description.replace(/^defaults:$/m, 'defaults:\n  templates: ours')
    : `${description}\ntemplates: ours\n`
}

describe.each(withoutOwn)('unedited templates give the bytes of %s', (name) => {
  const before = renderExample(name).artifacts
  const { artifacts } = renderDescription(withTemplates(exampleDescription(name)), all)

  test('below the marker', () => {
    const body = (content: string) => content.slice(markerOf(content).length)
    expect(artifacts.map(({ content }) => body(content))).toEqual(
      before.map(({ content }) => body(content)),
    )
  })

  test('and keep every promise', () => {
    expect(proveArtifacts(artifacts)).toEqual([])
  })

  test('and every line of them is known to come from the line of the template that says it', () => {
    for (const { content, own } of artifacts) {
      const template = templateText(own?.template.replace('ours/', '') ?? '').split('\n')
      // Below the two lines of the marker and the empty one.
      expect(own?.lines.slice(0, 3)).toEqual([0, 0, 0])
      const lines = content.split('\n').slice(3, -1)
      for (const [index, line] of lines.entries()) {
        const from = template[(own?.lines[index + 3] ?? 0) - 1] ?? 'unknown'
        // A line with values, or of a table that is aligned afterwards, differs by nature.
        if (!/\{\{|^\|/.test(from)) expect(from).toBe(line)
      }
    }
  })
})

describe('a template is refused', () => {
  test.each<[what: string, text: string, findings: string[]]>([
    ['a raw value', 'FROM x\nEXPOSE {{port}}\n', ['template-value-raw ours/Dockerfile.hbs:2:8']],
    ['three braces', 'FROM {{{base}}}\n', ['template-value-raw ours/Dockerfile.hbs:1:6']],
    [
      'three braces and a helper',
      'FROM {{{word base}}}\n',
      ['template-value-raw ours/Dockerfile.hbs:1:6'],
    ],
    ['an ampersand', 'FROM {{&base}}\n', ['template-value-raw ours/Dockerfile.hbs:1:6']],
    [
      'an item of a loop as it is',
      '{{#each env}}\n{{this}}{{/each}}\n',
      ['template-value-raw ours/Dockerfile.hbs:2:1'],
    ],
    [
      'an unknown helper',
      'FROM {{wrod base}}\n',
      ['template-helper-unknown ours/Dockerfile.hbs:1:6'],
    ],
    [
      'lookup and log',
      '{{lookup env 0}}{{log base}}\n',
      [
        'template-helper-unknown ours/Dockerfile.hbs:1:1',
        'template-helper-unknown ours/Dockerfile.hbs:1:17',
      ],
    ],
    [
      'the mark of lines',
      '{{[hoptix:mark] 1 2 1}}\n',
      ['template-helper-unknown ours/Dockerfile.hbs:1:1'],
    ],
    [
      'an unknown block',
      '{{#with env}}{{/with}}\n',
      ['template-helper-unknown ours/Dockerfile.hbs:1:1'],
    ],
    [
      'an unknown name',
      'FROM {{word bse}}\n',
      ['template-name-not-in-view ours/Dockerfile.hbs:1:13'],
    ],
    [
      'an unknown name in a test',
      '{{#if nothing}}x{{/if}}\n',
      ['template-name-not-in-view ours/Dockerfile.hbs:1:7'],
    ],
    [
      'a name of a prototype',
      '{{word constructor}}{{word base.length}}{{word base.constructor.name}}\n',
      [
        'template-name-not-in-view ours/Dockerfile.hbs:1:8',
        'template-name-not-in-view ours/Dockerfile.hbs:1:28',
        'template-name-not-in-view ours/Dockerfile.hbs:1:48',
      ],
    ],
    [
      'a name from outside the loop',
      '{{#each env}}{{word base}}{{/each}}\n',
      ['template-name-not-in-view ours/Dockerfile.hbs:1:21'],
    ],
    [
      'the whole view',
      '{{json @root}}{{#if ../base}}{{/if}}\n',
      [
        'template-name-not-in-view ours/Dockerfile.hbs:1:8',
        'template-name-not-in-view ours/Dockerfile.hbs:1:21',
      ],
    ],
    [
      'two values',
      'FROM {{word base port}}\n',
      ['template-argument-count ours/Dockerfile.hbs:1:6'],
    ],
    ['no value', 'FROM {{word}}\n', ['template-argument-count ours/Dockerfile.hbs:1:6']],
    [
      'a named argument',
      'FROM {{word base x=1}}\n',
      ['template-construct-refused ours/Dockerfile.hbs:1:6'],
    ],
    [
      'a nested call',
      'FROM {{word (json base)}}\n',
      ['template-construct-refused ours/Dockerfile.hbs:1:13'],
    ],
    [
      'a name for the item',
      '{{#each env as |pair|}}{{/each}}\n',
      ['template-construct-refused ours/Dockerfile.hbs:1:1'],
    ],
    ['a partial', '{{> other}}\n', ['template-construct-refused ours/Dockerfile.hbs:1:1']],
    [
      'a partial of its own',
      '{{#*inline "a"}}{{base}}{{/inline}}{{> a}}\n',
      [
        'template-construct-refused ours/Dockerfile.hbs:1:1',
        'template-construct-refused ours/Dockerfile.hbs:1:36',
      ],
    ],
    ['a decorator', '{{* other}}\n', ['template-construct-refused ours/Dockerfile.hbs:1:1']],
    [
      'a loop over no list',
      '{{#each base}}{{/each}}\n',
      ['template-value-unfit ours/Dockerfile.hbs:1:9'],
    ],
    [
      'a list as one value',
      'FROM {{word env}}\n',
      ['template-value-unfit ours/Dockerfile.hbs:1:13'],
    ],
    [
      'an unclosed block',
      'FROM x\n{{#if port}}\nEXPOSE 1\n',
      ['template-syntax ours/Dockerfile.hbs:4:1'],
    ],
    [
      'a block that is closed by another',
      'FROM x\n{{#if port}}{{/each}}\n',
      ['template-syntax ours/Dockerfile.hbs:2:4'],
    ],
    ['a broken tag', 'FROM x\nEXPOSE {{word port}\n', ['template-syntax ours/Dockerfile.hbs:2:1']],
  ])('with %s', (_, text, findings) => {
    expect(findingsOf(text)).toEqual(findings)
  })

  test('with a value that this service does not have, outside its if', () => {
    expect(
      findingsOf('version: v2\nname: {{yaml name}}\ngpu: {{yaml predeploy}}\n', 'porter.yaml.hbs'),
    ).toEqual(['template-value-unfit ours/porter.yaml.hbs:3:6'])
    expect(findingsOf('{{#if cors.origins}}x{{/if}}\n', 'hoptix_server.py.hbs')).toEqual([
      'template-value-unfit ours/hoptix_server.py.hbs:1:1',
    ])
  })

  test('with a value that its helper cannot write', () => {
    const text = '{{#each env}}\n{{word name}} {{word value}}\n{{/each}}\n'
    const description = `${smallest}image: { env: { NOTE: 'two words' } }\n`
    const read = readDescription(description, inFolder({ 'Dockerfile.hbs': text }))
    expect(read.ok ? [] : read.findings).toMatchObject([
      { rule: 'template-value-unfit', where: { file: 'ours/Dockerfile.hbs', line: 2, column: 15 } },
    ])
  })

  test('but names that only another service fills are known', () => {
    expect(
      findingsOf(
        '{{#if cors}}{{#each cors.origins}}{{python this}}{{/each}}{{/if}}\n',
        'hoptix_server.py.hbs',
      ),
    ).toEqual([])
    expect(findingsOf('{{#each systemPackages}}{{shell this}}{{@index}}{{/each}}\n')).toEqual([
      'template-value-raw ours/Dockerfile.hbs:1:39',
    ])
    expect(
      findingsOf('{{#each systemPackages}}{{word @index}}{{word ../base}}{{/each}}\n'),
    ).toEqual([])
  })
})

describe('the folder', () => {
  const rulesOf = (files: Readonly<Record<string, string>>, text = smallest): string[] => {
    const read = readDescription(text, files)
    return read.ok ? [] : read.findings.map(({ rule, where }) => `${rule} ${formatLocation(where)}`)
  }

  test('must be there', () => {
    expect(rulesOf({})).toEqual(['template-folder-missing hoptix.yaml:3:12'])
    expect(rulesOf({ ours: 'a file' })).toEqual(['template-folder-missing hoptix.yaml:3:12'])
  })

  test('may hold a README, and none but the names of templates', () => {
    expect(rulesOf({ 'ours/README.md': '', 'ours/old/Dockerfile': '' })).toEqual([])
    expect(
      rulesOf({
        'ours/Dokerfile.hbs': '',
        'ours/gunicorn.conf.py': '',
        'ours/old/porter.yaml.hbs': '',
      }),
    ).toEqual([
      'template-name-unknown ours/Dokerfile.hbs',
      'template-name-unknown ours/gunicorn.conf.py',
      'template-name-unknown ours/old/porter.yaml.hbs',
    ])
  })

  test('a misnamed file is told what it was meant to be', () => {
    const read = readDescription(smallest, { 'ours/dockerfile.hbs': '' })
    expect(read.ok ? '' : read.findings[0]?.fix).toContain('`Dockerfile.hbs`')
  })

  test('holds texts', () => {
    expect(rulesOf({ 'ours/Dockerfile.hbs': 'x'.repeat(1_000_001) })).toEqual([
      'template-unreadable ours/Dockerfile.hbs',
    ])
  })
})

test('line endings and a byte order mark change no byte', () => {
  const text = templateText('Dockerfile.hbs')
  const files = [text, `\ufeff${text.replaceAll('\n', '\r\n')}`].map(
    (one) => renderDescription(smallest, inFolder({ 'Dockerfile.hbs': one })).artifacts[0],
  )
  expect(files[1]).toEqual(files[0])
})

test('an edit of a template makes its own file stale, and no other', () => {
  const hashes = (text: string): (string | undefined)[] =>
    renderDescription(smallest, inFolder({ 'Dockerfile.hbs': text })).artifacts.map(
      ({ content }) => readMarker(content)?.descriptionHash,
    )
  const before = hashes(templateText('Dockerfile.hbs'))
  const after = hashes(`${templateText('Dockerfile.hbs')}# more\n`)
  expect(after.map((hash, index) => hash === before[index])).toEqual(
    before.map((_, index) => index > 0),
  )
})

test('every check of templates says why and what to do', () => {
  for (const { why, fix } of Object.values(templateChecks)) expect(why && fix).toMatch(/\.$/)
})
