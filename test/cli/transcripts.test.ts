import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCli, transcript } from '../support/cli.ts'
import { projectFolder } from '../support/examples.ts'
import { putFiles, temporaryFolder } from '../support/temporary.ts'

const sources = {
  'backend/app.py':
    'from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\nCORS(app)\n',
  'backend/requirements.txt': 'flask\nflask-cors\n',
}
const description = 'name: shop\nroot: backend\napp: app:app\nframework: flask\n'
const mistakes = 'name: Shop\nroot: ../up\napp: app\nwrokers: 3\npython: 3.10\nport: 08080\n'

const severalSources = {
  'mails/send.py': 'print("sent")\n',
  'mails/requirements.txt': '# nothing\n',
}
const severalServices = `defaults:
  python: "3.13"
  env: { SHOP_CURRENCY: EUR }
services:
  - name: shop
    root: backend
    app: app:app
    framework: flask
    env: { SHOP_TITLE: Shop }
  - name: shop-mails
    root: mails
    processes:
      - { name: sender, type: worker, command: python send.py }
      - { name: digest, type: job, command: python send.py --digest, cron: "0 6 * * 1" }
`
const severalMistakes = `port: 8080
defaults:
  name: shop
  python: 3.12
  health: { path: / }
services:
  - { name: shop, root: ../shop, app: app:app, health: { answeredBy: app } }
  - { name: desk, root: desk, app: app:app, wrokers: 2 }
  - { name: desk, root: mails, processes: [{ name: sender, type: worker, command: a && b, cron: "0 6 * * 1" }] }
  - feeds
`

/** Each is what a person sees, word for word; a reviewer reads the diff. */
const scenes: Record<string, (folder: string) => readonly string[][]> = {
  'init-yes': () => [['init', '--yes'], ['check'], ['init', '--yes']],
  'init-needs-an-answer': (folder) => {
    putFiles(folder, {
      'other/wsgi.py': sources['backend/app.py'],
      'other/requirements.txt': 'flask\n',
    })
    return [
      ['init', '--yes'],
      ['init', '--yes', '--root', 'other', '--name', 'other-shop'],
    ]
  },
  'init-finds-nothing': (folder) => {
    rmSync(join(folder, 'backend/app.py'))
    return [['init']]
  },
  'no-description': () => [['generate'], ['check'], ['plan']],
  mistakes: (folder) => {
    writeFileSync(join(folder, 'hoptix.yaml'), mistakes)
    return [['generate'], ['check', '--format', 'github']]
  },
  drift: (folder) => {
    writeFileSync(join(folder, 'hoptix.yaml'), description)
    runCli(folder, ['generate'])
    appendFileSync(join(folder, 'backend/Dockerfile'), 'RUN true\n')
    rmSync(join(folder, 'backend/hoptix_server.py'))
    writeFileSync(join(folder, 'porter.yaml'), 'version: v2\nname: other\n')
    return [
      ['generate'],
      ['check'],
      ['generate', '--force'],
      ['generate', '--force', 'backend/Dockerfile', '--dry-run'],
    ]
  },
  plan: (folder) => {
    writeFileSync(join(folder, 'hoptix.yaml'), description)
    return [['plan']]
  },
  services: (folder) => {
    putFiles(folder, { ...severalSources, 'hoptix.yaml': severalServices })
    return [['generate'], ['check'], ['plan'], ['generate', '--stdout', 'Dockerfile']]
  },
  'services-mistakes': (folder) => {
    writeFileSync(join(folder, 'hoptix.yaml'), severalMistakes)
    return [['generate'], ['check', '--format', 'github']]
  },
  'services-removed': (folder) => {
    putFiles(folder, { ...severalSources, 'hoptix.yaml': severalServices })
    runCli(folder, ['generate'])
    putFiles(folder, {
      'hoptix.yaml': severalServices.slice(0, severalServices.indexOf('  - name: shop-mails')),
    })
    return [['generate']]
  },
  live: (folder) => {
    writeFileSync(join(folder, 'hoptix.yaml'), description)
    const web = '  - name: web\n    type: web\n    run: python app.py\n    port: 5000\n'
    writeFileSync(
      join(folder, 'live.yaml'),
      `name: shop\nservices:\n${web}  - name: api\n    type: web\n    run: ""\n`,
    )
    return [
      ['plan', '--live', 'live.yaml'],
      ['plan', '--live', 'missing.yaml'],
    ]
  },
  explain: () => [
    ['explain'],
    ['explain', 'no-override'],
    ['explain', 'timeout'],
    ['explain', 'cors.origins'],
    ['explain', 'tiemout'],
  ],
  help: () => [['--help'], ['generate', '--help'], ['init', '--help']],
  'wrong-calls': () => [
    [],
    ['plna'],
    ['generate', '--hel'],
    ['check', '--format', 'xml'],
    ['plan', '--cwd', 'nowhere'],
  ],
}

describe.each([60, 80, 120])('at %i columns', (columns) => {
  test.each(Object.keys(scenes))('%s', async (name) => {
    const folder = temporaryFolder(sources)
    const text = scenes[name]?.(folder)
      .map((args) => transcript(folder, args, { columns }))
      .join('\n')
    await expect(text).toMatchFileSnapshot(
      join(projectFolder, `test/cli/transcripts/${name}.${columns}.txt`),
    )
  })
})

test.each([60, 80, 120])('no line of prose is wider than %i columns', (columns) => {
  const folder = temporaryFolder({ ...sources, 'hoptix.yaml': mistakes })
  const { stdout } = runCli(folder, ['generate'], { columns })
  expect(stdout.split('\n').filter((line) => line.length > columns)).toEqual([])
})

test('colour changes nothing but the colour', () => {
  const folder = temporaryFolder({ ...sources, 'hoptix.yaml': description })
  for (const args of [['plan'], ['explain'], ['check']]) {
    const painted = runCli(folder, args, { color: true }).stdout
    expect(painted).toContain('\u001b[')
    expect(painted.replace(/\u001b\[[0-9;]*m/g, '')).toBe(runCli(folder, args).stdout)
  }
})

test('NO_COLOR wins over FORCE_COLOR', () => {
  const folder = temporaryFolder({ ...sources, 'hoptix.yaml': description })
  expect(runCli(folder, ['plan'], { color: true, env: { NO_COLOR: '1' } }).stdout).not.toContain(
    '\u001b[',
  )
})

test.each([['generate'], ['check'], ['plan'], ['explain'], ['init', '--yes']])(
  '%s --json prints one document',
  (...args) => {
    const folder = temporaryFolder({ ...sources, 'hoptix.yaml': description })
    const { stdout } = runCli(folder, [...args, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      ok: expect.any(Boolean),
      findings: expect.any(Array),
    })
  },
)

test('--format sarif prints a log that names each rule', () => {
  const folder = temporaryFolder({ ...sources, 'hoptix.yaml': mistakes })
  const log = JSON.parse(runCli(folder, ['check', '--format', 'sarif']).stdout)
  expect(log.version).toBe('2.1.0')
  expect(log.runs[0].results.length).toBeGreaterThan(5)
  expect(log.runs[0].results[0].locations[0].physicalLocation.region.startLine).toBe(1)
})
