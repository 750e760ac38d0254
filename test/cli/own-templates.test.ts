import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { hashValue, stamp } from '../../src/artifacts/marker.ts'
import { runCli } from '../support/cli.ts'
import { packageFolder } from '../support/program.ts'
import { putFiles, readFiles, temporaryFolder } from '../support/temporary.ts'
import { templateNames, templateText } from '../support/views.ts'

const sources = {
  'hoptix.yaml': 'name: shop\napp: app:app\nframework: flask\n',
  'app.py': 'from flask import Flask\n\napp = Flask(__name__)\n',
  'requirements.txt': 'flask\n',
}

interface Finding {
  rule: string
  message: string
  file: string
  line?: number
}

function run(folder: string, ...args: string[]) {
  const { exitCode, stdout } = runCli(folder, [...args, '--json'])
  const { findings, changes } = JSON.parse(stdout) as {
    findings: Finding[]
    changes?: { path: string; kind: string; reason?: string }[]
  }
  return { exitCode, findings, changes }
}

function edit(folder: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(folder, path), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(folder, path), text.replace(from, to))
}

let first: Record<string, string>

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'hoptix-deploy-test-'))
  putFiles(folder, sources)
  expect(run(folder, 'eject', '--all').exitCode).toBe(0)
  putFiles(folder, { 'hoptix.yaml': `${sources['hoptix.yaml']}templates: hoptix-templates\n` })
  expect(run(folder, 'generate').exitCode).toBe(0)
  expect(run(folder, 'check').exitCode).toBe(0)
  first = readFiles(folder)
  rmSync(folder, { recursive: true })
})

/** A repository with every template ejected and named, and its files generated from them. */
function ejected(): string {
  return temporaryFolder(first)
}

describe('a template that breaks a promise', () => {
  const folder = () => {
    const broken = ejected()
    edit(broken, 'hoptix-templates/porter.yaml.hbs', '    run: ""\n', '    run: python app.py\n')
    return broken
  }

  test.each([
    ['generate'],
    ['generate', '--dry-run'],
    ['generate', '--diff'],
    ['generate', '--force'],
    ['generate', '--stdout', 'porter.yaml'],
    ['check'],
  ])('is refused by %s, which writes nothing', (...args) => {
    const here = folder()
    const before = readFiles(here)
    const { exitCode, findings } = run(here, ...args)
    const text = readFileSync(join(here, 'hoptix-templates/porter.yaml.hbs'), 'utf8')
    const line = text.split('\n').indexOf('    run: python app.py') + 1
    expect(exitCode).toBe(1)
    const broken = findings.filter(({ rule }) => rule === 'start-command-overridden')
    expect(broken).toMatchObject([{ file: 'hoptix-templates/porter.yaml.hbs', line }])
    const rendered = before['porter.yaml']?.split('\n').indexOf('    run: ""') ?? -1
    expect(broken[0]?.message).toMatch(
      new RegExp(`^As porter\\.yaml:${rendered + 1}: .*\\(promise: no-override\\)$`),
    )
    expect(readFiles(here)).toEqual(before)
  })

  test('is refused although the file on the disk looks current', () => {
    const here = folder()
    const { stdout } = runCli(here, ['eject', 'porter.yaml', '--diff'])
    expect(stdout).toContain('+    run: python app.py')
    const text = readFileSync(join(here, 'hoptix-templates/porter.yaml.hbs'), 'utf8')
    // What a release without this check would have written.
    const origin = { description: 'hoptix.yaml', service: 'shop' }
    const written = {
      name: 'shop',
      app: 'app:app',
      framework: 'flask',
      templates: 'hoptix-templates',
    }
    const descriptionHash = hashValue({ description: hashValue(written), template: text })
    const body = (first['porter.yaml'] ?? '').split('\n').slice(3).join('\n')
    const broken = body.replace('run: ""', 'run: python app.py')
    putFiles(here, { 'porter.yaml': stamp(broken, 'hash', { ...origin, descriptionHash }) })
    const { exitCode, findings } = run(here, 'check')
    expect(exitCode).toBe(1)
    expect(findings.map(({ rule }) => rule)).toEqual([
      'development-server-starts',
      'start-command-overridden',
    ])
    expect(run(here, 'generate').exitCode).toBe(1)
  })
})

test('a template that cannot be rendered stops every command that needs its file', () => {
  const folder = ejected()
  edit(folder, 'hoptix-templates/Dockerfile.hbs', '{{word base}}', '{{base}}')
  for (const args of [['generate'], ['check'], ['plan']]) {
    expect(run(folder, ...args)).toMatchObject({
      exitCode: 1,
      findings: [{ rule: 'template-value-raw', file: 'hoptix-templates/Dockerfile.hbs' }],
    })
  }
})

test('an edit of a template is carried into its file, and into no other', () => {
  const folder = ejected()
  edit(
    folder,
    'hoptix-templates/Dockerfile.hbs',
    'USER 10001:10001\n',
    'LABEL a="b"\nUSER 10001:10001\n',
  )
  expect(run(folder, 'check').findings).toMatchObject([{ rule: 'file-stale', file: 'Dockerfile' }])
  const updates = run(folder, 'generate').changes?.filter(({ kind }) => kind === 'update')
  expect(updates).toEqual([{ path: 'Dockerfile', kind: 'update', reason: 'stale' }])
  expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toContain(
    '\nLABEL a="b"\nUSER 10001:10001\n',
  )
  expect(run(folder, 'check').exitCode).toBe(0)
})

test('an edit of a generated file is still asked about', () => {
  const folder = ejected()
  edit(folder, 'Dockerfile', 'USER 10001:10001\n', 'LABEL a="b"\nUSER 10001:10001\n')
  const { exitCode, findings } = run(folder, 'generate')
  expect(exitCode).toBe(1)
  expect(findings).toMatchObject([{ rule: 'file-edited', file: 'Dockerfile' }])
})

test('a template behind a link that leads out of the repository is not read', () => {
  const folder = ejected()
  const outside = temporaryFolder({ 'x.hbs': 'FROM scratch\n' })
  const path = join(folder, 'ours')
  putFiles(folder, { 'hoptix.yaml': `${sources['hoptix.yaml']}templates: ours\n` })
  symlinkSync(outside, path)
  expect(run(folder, 'generate').findings).toMatchObject([
    { rule: 'template-folder-missing', file: 'hoptix.yaml', line: 4 },
  ])
})

describe('eject', () => {
  test('lists the templates without a name, and writes nothing', () => {
    const folder = temporaryFolder(sources)
    const { stdout, exitCode } = runCli(folder, ['eject'])
    expect(exitCode).toBe(0)
    for (const name of templateNames) expect(stdout).toContain(name)
    expect(readFiles(folder)).toEqual(sources)
  })

  test.each([
    ['Dockerfile', 'Dockerfile.hbs'],
    ['gunicorn.conf.py.hbs', 'gunicorn.conf.py.hbs'],
    ['.dockerignore', 'dockerignore.hbs'],
  ])('%s copies %s, which renders the same', (name, file) => {
    const folder = temporaryFolder(sources)
    expect(run(folder, 'eject', name).changes).toEqual([
      { path: `hoptix-templates/${file}`, kind: 'create' },
    ])
    const text = readFileSync(join(folder, 'hoptix-templates', file), 'utf8')
    expect(text).toMatch(/^\{\{!--\n/)
    expect(text.endsWith(templateText(file))).toBe(true)
    expect(Object.keys(readFiles(folder))).toHaveLength(4)
  })

  test('goes where the description says, or --to', () => {
    const folder = temporaryFolder({
      ...sources,
      'hoptix.yaml': `${sources['hoptix.yaml']}templates: ours\n`,
    })
    expect(run(folder, 'eject', 'Dockerfile').changes?.[0]?.path).toBe('ours/Dockerfile.hbs')
    expect(run(folder, 'eject', 'Dockerfile', '--to', './other/').changes?.[0]?.path).toBe(
      'other/Dockerfile.hbs',
    )
  })

  test('says which key is missing, and only then', () => {
    const folder = temporaryFolder(sources)
    const hint = 'Add `templates: hoptix-templates` to hoptix.yaml.'
    expect(runCli(folder, ['eject', 'Dockerfile']).stdout).toContain(hint)
    putFiles(folder, { 'hoptix.yaml': `${sources['hoptix.yaml']}templates: hoptix-templates\n` })
    expect(runCli(folder, ['eject', 'Dockerfile']).stdout).not.toContain(hint)
  })

  test('never overwrites a template that was edited, and writes none of the others then', () => {
    const folder = temporaryFolder({
      ...sources,
      'hoptix-templates/Dockerfile.hbs': 'FROM scratch\n',
    })
    const before = readFiles(folder)
    const { exitCode, findings } = run(folder, 'eject', '--all')
    expect(exitCode).toBe(1)
    expect(findings).toMatchObject([
      { rule: 'file-edited', file: 'hoptix-templates/Dockerfile.hbs' },
    ])
    expect(readFiles(folder)).toEqual(before)
  })

  test('twice changes nothing', () => {
    const folder = temporaryFolder(sources)
    run(folder, 'eject', '--all')
    const before = readFiles(folder)
    expect(new Set(run(folder, 'eject', '--all').changes?.map(({ kind }) => kind))).toEqual(
      new Set(['unchanged']),
    )
    expect(readFiles(folder)).toEqual(before)
  })

  test('--diff shows what is ours', () => {
    const folder = ejected()
    expect(runCli(folder, ['eject', '--diff']).stdout).toContain(
      'No template in hoptix-templates differs',
    )
    edit(
      folder,
      'hoptix-templates/Dockerfile.hbs',
      'USER 10001:10001\n',
      'LABEL a="b"\nUSER 10001:10001\n',
    )
    const { stdout } = runCli(folder, ['eject', 'Dockerfile', '--diff'])
    expect(stdout).toContain('+LABEL a="b"')
    expect(stdout).toContain('+++ b/hoptix-templates/Dockerfile.hbs')
  })

  test.each([
    ['an unknown name', ['Dokerfile'], 'template-name-unknown Dokerfile'],
    ['a folder outside', ['Dockerfile', '--to', '../x'], 'file-outside-repository ../x'],
    [
      'a folder behind ..',
      ['Dockerfile', '--to', 'a/../../x'],
      'file-outside-repository a/../../x',
    ],
    ['an absolute folder', ['Dockerfile', '--to', '/tmp/x'], 'file-outside-repository /tmp/x'],
  ])('refuses %s', (_, args, finding) => {
    const folder = temporaryFolder(sources)
    const { exitCode, findings } = run(folder, 'eject', ...args)
    expect(exitCode).toBe(1)
    expect(findings.map(({ rule, file }) => `${rule} ${file}`)).toEqual([finding])
    expect(readFiles(folder)).toEqual(sources)
  })
})

describe("what only templates of one's own need", () => {
  const dist = join(packageFolder, 'dist')
  const textOf = (file: string) => readFileSync(join(dist, file), 'utf8')
  const fileOf = (start: string) =>
    readdirSync(dist).find((file) => file.startsWith(start)) ?? start

  /** A file with everything that loading it loads. */
  function closure(file: string, known = new Set<string>()): Set<string> {
    if (known.has(file)) return known
    known.add(file)
    // A file that is loaded only when it is needed stands inside a call.
    const imports = textOf(file).matchAll(/(?<!\()require\("\.\/([^"]+)"\)/g)
    for (const [, next = ''] of imports) closure(next, known)
    return known
  }

  const compiler = 'Parse error on line'
  const source = 'FROM {{word base}} AS base'

  test('is in the bundle', () => {
    const all = readdirSync(dist).filter((file) => file.endsWith('.cjs'))
    expect(all.filter((file) => textOf(file).includes(compiler))).toHaveLength(1)
    expect(all.filter((file) => textOf(file).includes(source))).toHaveLength(1)
  })

  test.each(['main.cjs', 'generate-', 'check-', 'plan-', 'init-', 'eject-', 'explain-'])(
    'is not loaded with %s',
    (start) => {
      const loaded = [...closure(fileOf(start))].map(textOf).join('\n')
      expect(loaded).not.toContain(compiler)
      expect(loaded).not.toContain(source)
    },
  )
})
