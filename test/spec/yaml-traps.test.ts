import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { findingsOf, load, minimal, placesOf, serviceOf, wordsOf } from './describe.ts'

const encode = (text: string) => new TextEncoder().encode(text)

describe('a number', () => {
  test.each([
    ['port: 08080', 'spec-number-form 3:7'],
    ['port: 0x1F90', 'spec-number-form 3:7'],
    ['port: 0o17620', 'spec-number-form 3:7'],
    ['port: +8080', 'spec-number-form 3:7'],
    ['port: 8080.', 'spec-number-form 3:7'],
    ['port: 8.08e3', 'spec-number-form 3:7'],
    ['timeout: 1e3', 'spec-number-form 3:10'],
    ['resources: {cpu: .5}', 'spec-number-form 3:18'],
    ['resources: {cpu: .inf}', 'spec-number-form 3:18'],
    ['resources: {cpu: .nan}', 'spec-number-form 3:18'],
    ['domains: [010]', 'spec-number-form 3:11'],
    ['port: 1_000', 'spec-value 3:7'],
    ['port: 0b1000', 'spec-value 3:7'],
    ['port: "8080"', 'spec-value 3:7'],
    ['port: 8080.5', 'spec-value 3:7'],
    ['port: -8080', 'spec-value 3:7'],
    ['port: 8080 80', 'spec-value 3:7'],
    ['port: 8,080', 'spec-value 3:7'],
    ['python: 3.10', 'spec-value 3:9'],
    ['python: 3.13', 'spec-value 3:9'],
    ['python: 3', 'spec-value 3:9'],
    ['python: "3.10"', 'spec-value 3:9'],
    ['env: {PORT_OF_DB: 5432}', 'spec-value 3:19'],
    ['image: {env: {LEVEL: 010}}', 'spec-number-form 3:22'],
  ])('`%s` is one finding', (line, place) => {
    expect(placesOf(`${minimal}${line}\n`)).toEqual([place])
  })

  test.each([
    ['port: 8080'],
    ['resources: {cpu: 0.5}'],
    ['resources: {cpu: 0.50}'],
    ['env: {A: "010", B: "0x10", C: 1.2.3, D: 1_000, E: 12:30:00, F: 2020-01-01}'],
  ])('`%s` is fine', (line) => {
    expect(placesOf(`${minimal}${line}\n`)).toEqual([])
  })

  test('of a Python version is told to be quoted, and why', () => {
    expect(wordsOf(`${minimal}python: 3.10\n`)).toContain('3.10 is the number 3.1')
  })

  test.each([
    ['port: 08080', '8080'],
    ['port: 0x1F90', '8080'],
    ['timeout: 1e3', '1000'],
    ['port: 8_000', '8000'],
    ['port: "8000"', '8000'],
  ])('`%s` is told to be written %s', (line, right) => {
    const fixes = findingsOf(`${minimal}${line}\n`).map(({ fix }) => fix)
    expect(fixes).toEqual([expect.stringContaining(`Write ${right} `)])
  })
})

describe('a word that older readers take for a yes or a no', () => {
  test.each([
    ['private: yes', 'true'],
    ['private: Yes', 'true'],
    ['private: ON', 'true'],
    ['guide: no', 'false'],
    ['guide: off', 'false'],
    ['cors: {origins: ["*"], credentials: no}', 'false'],
  ])('`%s` is refused, and told to be written `%s`', (line, right) => {
    const [finding, ...more] = findingsOf(`${minimal}${line}\n`)
    expect(more).toEqual([])
    expect(finding).toMatchObject({ rule: 'spec-value', where: { line: 3 } })
    expect(finding?.fix).toContain(`Write ${right}`)
  })

  test('is text where text is wanted', () => {
    const { written } = serviceOf('name: no\napp: on:off\nenv: {A: yes, B: n, C: Off}\n')
    expect(written).toEqual({ name: 'no', app: 'on:off', env: { A: 'yes', B: 'n', C: 'Off' } })
  })

  test.each([['env: {A: true}'], ['env: {A: null}'], ['env: {A: ~}'], ['env: {A: }']])(
    '`%s` is not text',
    (line) => {
      expect(findingsOf(`${minimal}${line}\n`)).toMatchObject([{ rule: 'spec-value' }])
    },
  )

  test('stays text under a directive that would make it a yes', () => {
    expect(load(`%YAML 1.1\n---\n${minimal}private: yes\n`).ok).toBe(false)
  })
})

describe('a tab', () => {
  test.each([
    ['that indents a key', `${minimal}cors:\n\torigins: ["*"]\n`, '4:1'],
    ['that indents after spaces', `${minimal}cors:\n  \torigins: ["*"]\n`, '4:3'],
    ['at the start of the first line', `\t${minimal}`, '1:1'],
  ])('%s is refused where it stands', (_where, text, place) => {
    expect(placesOf(text)).toEqual([`spec-syntax ${place}`])
  })

  test('between a key and its value is only a blank', () => {
    expect(serviceOf('name:\tshop\napp:\tapp:app\t# the app\n').written.name).toBe('shop')
  })

  test('inside a value is a control character', () => {
    expect(placesOf(`${minimal}env:\n  A: a\tb\n`)).toEqual(['spec-control-character 4:6'])
  })
})

describe('the bytes', () => {
  test('may start with a byte order mark, which moves no column', () => {
    expect(serviceOf(`\ufeff${minimal}`).written.name).toBe('shop')
    expect(placesOf('\ufeffname: Shop\napp: app:app\n')).toEqual(['spec-value 1:7'])
    expect(placesOf(`\ufeff# first\n${minimal}port: x\n`)).toEqual(['spec-value 4:7'])
  })

  test('may end their lines with CRLF, which moves no line and adds nothing to a value', () => {
    const crlf = `${minimal}env:\n  A: "x"\nport: x\n`.replaceAll('\n', '\r\n')
    expect(placesOf(crlf)).toEqual(['spec-value 5:7'])
    expect(serviceOf(minimal.replaceAll('\n', '\r\n')).written).toEqual({
      name: 'shop',
      app: 'app:app',
    })
  })

  test('may lack the last line break', () => {
    expect(serviceOf(minimal.trimEnd()).written.app).toBe('app:app')
  })

  test.each([
    ['in Latin-1', Uint8Array.from([...encode('name: caf'), 0xe9, ...encode('\napp: app:app\n')])],
    ['with a lone continuation byte', Uint8Array.from([...encode(minimal), 0x80])],
    ['cut in the middle of a character', Uint8Array.from([...encode(`${minimal}# `), 0xe2, 0x82])],
    ['with an overlong slash', Uint8Array.from([...encode(`${minimal}# `), 0xc0, 0xaf])],
    ['with an encoded surrogate', Uint8Array.from([...encode(`${minimal}# `), 0xed, 0xa0, 0xbd])],
    ['in UTF-16 with a mark', Uint8Array.from([0xff, 0xfe, ...Buffer.from(minimal, 'utf16le')])],
  ])('%s are refused as a whole', (_how, bytes) => {
    expect(placesOf(bytes)).toEqual(['spec-unreadable'])
  })

  test('in UTF-16 without a mark are refused', () => {
    expect(load(Uint8Array.from(Buffer.from(minimal, 'utf16le'))).ok).toBe(false)
  })

  test('may be exactly as many as the limit, and not one more', () => {
    const full = `${minimal}#`.padEnd(128_000, 'x')
    expect(placesOf(full)).toEqual([])
    expect(placesOf(`${full}x`)).toEqual(['spec-unreadable'])
  })

  test('above the limit are told with their number, the limit and what to do', () => {
    const [finding] = findingsOf(`${minimal}#`.padEnd(128_001, 'x'))
    expect(finding).toMatchObject({
      message: 'The file has 128001 bytes; a description has at most 128000.',
      fix: expect.stringContaining('--spec'),
      where: { file: 'hoptix.yaml' },
    })
  })

  test('of a 5 MB file are refused before they are read', () => {
    expect(placesOf(`${minimal}env:\n${'  A: x\n'.repeat(700_000)}`)).toEqual(['spec-unreadable'])
    expect(placesOf(new Uint8Array(5_000_000).fill(0x5b))).toEqual(['spec-unreadable'])
  })
})

describe('a description of nothing', () => {
  test.each([
    ['an empty file', ''],
    ['a byte order mark', '\ufeff'],
    ['blank lines', '\n\n  \n'],
    ['comments', '# name: shop\n# app: app:app\n'],
    ['a document marker', '---\n'],
    ['two document markers', '---\n...\n'],
    ['null', 'null\n'],
    ['a list', '- name: shop\n- app: app:app\n'],
    ['a text', 'name\n'],
    ['a number', '42\n'],
    ['a text that lacks the blank after the colon', 'name:shop\n'],
  ])('that is %s is one finding at its start', (_what, text) => {
    expect(placesOf(text)).toEqual(['spec-value 1:1'])
  })
})

describe('a list where a map belongs, or the other way round', () => {
  test.each([
    ['cors:\n  - https://a.example.com', '4:3'],
    ['cors: []', '3:7'],
    ['env:\n  - A=1', '4:3'],
    ['env: text', '3:6'],
    ['resources: [1, 512]', '3:12'],
    ['resources: 1', '3:12'],
    ['health: /health', '3:9'],
    ['dependencies: [requirements.txt]', '3:15'],
    ['image: python:3.13-slim-trixie', '3:8'],
    ['porter: porter.yaml', '3:9'],
    ['autoscaling: true', '3:14'],
    ['domains: {name: a.example.com}', '3:10'],
    ['domains: a.example.com', '3:10'],
    ['envGroups: secrets', '3:12'],
    ['port: [8080]', '3:7'],
    ['port: {value: 8080}', '3:7'],
    ['predeploy: [python, manage.py]', '3:12'],
    ['image: {build: make}', '3:16'],
    ['image: {build: [[make]]}', '3:17'],
    ['workers: {auto: true}', '3:10'],
    ['private: []', '3:10'],
  ])('in `%s` is one finding', (line, place) => {
    expect(placesOf(`${minimal}${line}\n`)).toEqual([`spec-value ${place}`])
  })
})

describe('an alias', () => {
  test('stands for the value of its anchor', () => {
    const { written } = serviceOf(`${minimal}env: &e {A: "1"}\nimage: {env: *e}\n`)
    expect(written).toMatchObject({ env: { A: '1' }, image: { env: { A: '1' } } })
  })

  test('in a merge key brings keys that are not written', () => {
    const merged = `${minimal}env: &e {A: "1", B: "1"}\nimage: {env: {<<: *e, B: "2"}}\n`
    expect(serviceOf(merged).written.image?.env).toEqual({ A: '1', B: '2' })
  })

  test('without an anchor is refused where it stands, and hides no other mistake', () => {
    const both = `${minimal}port: *missing\nworkers: many\n`
    expect(placesOf(both)).toEqual(['spec-syntax 3:7', 'spec-value 4:10'])
    expect(placesOf(`${minimal}port: *missing\n`)).toEqual(['spec-syntax 3:7'])
    expect(placesOf(`${minimal}port: *later\nworkers: &later 2\n`)).toEqual(['spec-syntax 3:7'])
  })

  test.each([
    ['a map', 'env: &e {A: *e}', '3:13'],
    ['a list', 'image: {build: &b [*b]}', '3:20'],
    ['a merge', 'env: &e {<<: *e}', '3:14'],
    ['a merge of a list', 'env: &e {<<: [*e, *e]}', '3:15'],
  ])('to %s that holds it is refused where it stands', (_what, line, place) => {
    expect(placesOf(`${minimal}${line}\n`)).toContain(`spec-syntax ${place}`)
  })

  test('to the whole description from inside it is refused', () => {
    expect(placesOf('&all\nname: shop\napp: *all\n')).toEqual(['spec-syntax 3:6'])
  })

  test('as a key is refused where it stands', () => {
    expect(placesOf('name: &n shop\napp: app:app\nenv: {*n : x}\n')).toEqual(['spec-value 3:7'])
  })
})

describe('a merge key', () => {
  test.each([
    ['text', '<<: defaults'],
    ['nothing', '<<:'],
    ['a number', '<<: 1'],
    ['a list of text', '<<: [defaults]'],
    ['an alias of text', 'env: &e {A: "1"}\n<<: [*e, text]'],
  ])('of %s is refused on its line', (_what, lines) => {
    const text = `${minimal}${lines}\n`
    const line = text.trimEnd().split('\n').length
    expect(findingsOf(text)).toContainEqual(
      expect.objectContaining({ where: expect.objectContaining({ line }) }),
    )
  })

  test('that brings an unknown key is told where that key is written', () => {
    const text = `${minimal}env: &e\n  prot: "1"\nresources: {<<: *e}\n`
    expect(placesOf(text)).toEqual(['spec-unknown-key 4:3'])
  })

  test('in quotes is an ordinary key', () => {
    expect(placesOf(`${minimal}"<<": {port: 8000}\n`)).toEqual(['spec-unknown-key 3:1'])
  })
})

describe('a bomb', () => {
  const levels = (make: (level: number) => string) =>
    Array.from({ length: 9 }, (_, index) => make(index + 1)).join('')
  const nine = (level: number) => Array(9).fill(`*a${level}`).join(', ')

  test.each([
    [
      'of aliases',
      `a0: &a0 [x, x]\n${levels((n) => `a${n}: &a${n} [${nine(n - 1)}]\n`)}${minimal}`,
    ],
    [
      'of aliases in a known key',
      `${minimal}image:\n  build:\n    - &a0 [x]\n${levels((n) => `    - &a${n} [${nine(n - 1)}]\n`)}`,
    ],
    [
      'of merge keys',
      `a0: &a0 {x: 1}\n${levels((n) => `a${n}: &a${n} {<<: [${nine(n - 1)}]}\n`)}${minimal}<<: *a9\n`,
    ],
    [
      'of merge keys that add keys',
      `a0: &a0 {x: 1}\n${levels((n) => `a${n}: &a${n} {k${n}: 1, <<: [${nine(n - 1)}]}\n`)}${minimal}`,
    ],
    [
      'of one long chain',
      `a0: &a0 [x]\n${Array.from({ length: 4_500 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}]\n`).join('')}${minimal}`,
    ],
    [
      'of one long chain of merge keys',
      `a0: &a0 {x: 1}\n${Array.from({ length: 4_000 }, (_, n) => `a${n + 1}: &a${n + 1} {<<: *a${n}}\n`).join('')}${minimal}`,
    ],
  ])('%s is refused', (_what, text) => {
    const findings = findingsOf(text)
    expect(findings.length).toBeGreaterThan(0)
    expect(findings.every(({ severity }) => severity === 'error')).toBe(true)
  })

  const stairs = (steps: number, step: (column: string) => string) =>
    Array.from({ length: steps }, (_, index) => step(' '.repeat(index))).join('')

  test.each([
    ['lists in flow form', `env: ${'['.repeat(60_000)}${']'.repeat(60_000)}\n`],
    ['lists that never end', `env: ${'['.repeat(120_000)}`],
    ['maps in flow form', `env: ${'{a: '.repeat(25_000)}${'}'.repeat(25_000)}\n`],
    ['maps and lists in flow form', `env: ${'[{a: '.repeat(18_000)}${'}]'.repeat(18_000)}\n`],
    ['lists on one line', `env:\n  ${'- '.repeat(60_000)}x\n`],
    ['lists on one line, with tabs', `env:\n  ${'-\t'.repeat(60_000)}x\n`],
    ['explicit keys on one line', `env:\n  ${'? '.repeat(60_000)}x\n`],
    ['lists on one line inside maps', `env:\n  ${'? - '.repeat(30_000)}x\n`],
    ['maps on many lines', `env:\n${stairs(490, (column) => ` ${column}a:\n`)}`],
    ['lists on many lines', `env:\n${stairs(490, (column) => ` ${column}-\n`)}`],
    ['explicit keys on many lines', `env:\n${stairs(490, (column) => ` ${column}?\n`)}`],
  ])('of %s, nested deeply, is refused', (_what, lines) => {
    const places = placesOf(minimal + lines)
    expect(places).toHaveLength(1)
    expect(places[0]).toMatch(/^spec-syntax/)
  })

  // Stopped from outside: a pattern that backtracks takes minutes for such a text, and blocks the test's own timeout.
  test.each([
    ['for the length of a URL', `predeploy: ${'a.'.repeat(60_000)}\n`],
    ['for the length of a token', `predeploy: ${'eyJaaaaaaaa-'.repeat(10_000)}\n`],
  ])(
    'of a text that secrets are looked for in, %s, is refused for its length in no time',
    (_what, line) => {
      const read = () => placesOf(minimal + line)
      expect(runInNewContext('read()', { read }, { timeout: 15_000 })).toEqual(['spec-value 3:12'])
    },
  )
})

describe('a control character', () => {
  test.each([
    ['NUL', '\u0000'],
    ['BEL', '\u0007'],
    ['ESC', '\u001b'],
    ['DEL', '\u007f'],
    ['NEL', '\u0085'],
    ['CSI', '\u009b'],
  ])('%s is refused, raw and escaped, in a value and in a key', (_name, character) => {
    const escaped = `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
    const rule = 'spec-control-character'
    expect(placesOf(`${minimal}env: {A: "a${escaped}b"}\n`)).toEqual([`${rule} 3:10`])
    expect(placesOf(`${minimal}env: {A: 'a${character}b'}\n`)).toEqual([`${rule} 3:10`])
    expect(placesOf(`${minimal}env: {"a${escaped}b": x}\n`)).toContain(`${rule} 3:7`)
    expect(wordsOf(`${minimal}env: {"a${escaped}b": x}\n`)).not.toContain(character)
  })

  test.each([
    ['in a block of lines', 'env:\n  A: |\n    one\n    two\n', '4:6'],
    ['in a folded block', 'env:\n  A: >\n    one\n    two\n', '4:6'],
    ['as an escape', 'env: {A: "a\\nb"}\n', '3:10'],
    ['as a carriage return', 'env: {A: "a\\rb"}\n', '3:10'],
  ])('that breaks a line is refused %s', (_how, line, place) => {
    expect(placesOf(minimal + line)).toEqual([`spec-control-character ${place}`])
  })

  test('is not what a folded or continued plain text makes of its line breaks', () => {
    const { written } = serviceOf(`${minimal}predeploy: python manage.py\n  migrate\n`)
    expect(written.predeploy).toBe('python manage.py migrate')
  })

  test.each([
    ['the first half', '\\uD83D'],
    ['the second half', '\\uDE00'],
    ['the halves in the wrong order', '\\uDE00\\uD83D'],
    ['the first half, long form', '\\U0000D83D'],
  ])('that is %s of a surrogate pair is refused', (_half, half) => {
    expect(placesOf(`${minimal}env: {A: "x${half}y"}\n`)).toMatchObject([
      expect.stringMatching(/^spec-(?:control-character 3:10|syntax 3:\d+)$/),
    ])
  })

  test('is no part of a character beyond the first 65,536', () => {
    const { written } = serviceOf(`${minimal}env: {A: "😀", B: "\\U0001F600"}\n`)
    expect(written.env).toEqual({ A: '😀', B: '😀' })
  })
})

describe('a document', () => {
  test.each([
    ['second', `${minimal}---\n${minimal}`, 3],
    ['second, empty', `${minimal}---\n`, 3],
    ['second, after an end marker', `${minimal}...\n---\n${minimal}`, 4],
  ])('that is the %s is refused where it starts', (_which, text, line) => {
    expect(findingsOf(text)).toMatchObject([{ rule: 'spec-syntax', where: { line } }])
  })

  test('may start and end with its markers', () => {
    expect(serviceOf(`---\n${minimal}...\n`).written.name).toBe('shop')
  })

  test.each([
    ['port: !port 8080'],
    ['port: !!python/object:os.system 8080'],
    ['env: !!set {A, B}'],
    ['predeploy: !!binary aGk='],
    ['predeploy: !<tag:example.com,2026:x> make'],
    ['port: ! 8080'],
  ])('with the tag in `%s` is refused on its line, once', (line) => {
    const [finding, ...more] = findingsOf(`${minimal}${line}
`)
    expect(more).toEqual([])
    expect(finding?.rule).toMatch(/^spec-(?:syntax|value)$/)
    expect(finding?.where.line).toBe(3)
  })

  test('may say with a tag that a value is text', () => {
    expect(serviceOf(`${minimal}python: !!str 3.13\n`).written.python).toBe('3.13')
  })
})

describe('a key', () => {
  afterEach(() => void vi.restoreAllMocks())

  test.each([
    ['a list', 'env: {[a, b]: x}', '3:7'],
    ['a map', 'env: {{a: b}: x}', '3:7'],
    ['an explicit list', '? [a]\n: x', '3:3'],
  ])(
    'that is %s is refused where it stands, without a word from anyone else',
    (_what, lines, at) => {
      const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
      expect(placesOf(`${minimal}${lines}\n`)).toContain(`spec-value ${at}`)
      expect(warned).not.toHaveBeenCalled()
    },
  )

  test.each([
    ['empty', '"": x', '3:1'],
    ['absent', '? \n: x', '3:1'],
    ['a number', '1: x', '3:1'],
    ['a yes', 'true: x', '3:1'],
    ['a word of JavaScript', 'constructor: x', '3:1'],
    ['the prototype of JavaScript', '__proto__: x', '3:1'],
  ])('that is %s is unknown, on its line', (_what, line, place) => {
    expect(findingsOf(`${minimal}${line}\n`)).toMatchObject([
      { rule: 'spec-unknown-key', where: { line: Number(place.split(':')[0]) } },
    ])
  })

  test('of JavaScript is a variable like any other', () => {
    const { written } = serviceOf(`${minimal}env: {constructor: x, toString: y}\n`)
    expect(written.env).toEqual({ constructor: 'x', toString: 'y' })
  })

  test('is never dropped without a word: __proto__ is kept or refused', () => {
    const loaded = load(`${minimal}env: {__proto__: x}\n`)
    const kept = loaded.ok && Object.hasOwn(loaded.spec.services[0]?.written.env ?? {}, '__proto__')
    expect(kept || !loaded.ok).toBe(true)
  })
})

describe('broken YAML', () => {
  test.each([
    ['a quote that never ends', 'predeploy: "make\n', 3],
    ['a list that never ends', 'domains: [a.example.com\n', 3],
    ['a map in a map on one line', 'app: app: app\n', 3],
    ['a key without a colon', 'port 8080\n', 3],
    ['an indent that fits nothing', 'cors:\n    origins: ["*"]\n  maxAge: 1\n', 5],
    ['an at sign', 'predeploy: @make\n', 3],
    ['a text after a quoted one', 'predeploy: "make" all\n', 3],
  ])('with %s is refused on its line or the next', (_what, lines, line) => {
    const [finding] = findingsOf(minimal + lines)
    expect(finding?.rule).toBe('spec-syntax')
    expect([line, line + 1]).toContain(finding?.where.line)
  })

  test('is told once for each line', () => {
    const lines = findingsOf(`${minimal}a: b: c: d\ne: [}\n`).map(({ where }) => where.line)
    expect(lines).toEqual([...new Set(lines)])
    expect(lines.length).toBeGreaterThan(1)
  })
})
