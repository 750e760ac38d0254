import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { check } from 'prettier'
import { describe, expect, test } from 'vitest'
import { renderServices } from '../../src/artifacts/render.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { guide } from '../../src/targets/porter/guide/guide.ts'
import {
  anchorOf,
  headingsOf,
  load,
  loadServices,
  nodesOf,
  processSections,
  renderGuide,
  textOf,
} from '../support/guide.ts'

const described: Record<string, string> = {
  'one worker': 'name: a\nprocesses: [{name: mails, type: worker, command: run mails}]\n',
  'one job by hand': 'name: a\nprocesses: [{name: refill, type: job, command: run}]\n',
  'one cron job, asleep':
    'name: a\nprocesses: [{name: prune, type: job, command: run, cron: "*/5 * * * 1-5", porter: {extra: {sleep: true}}}]\n',
  'everything there is': `name: ${'a'.repeat(31)}
root: services/jobs
context: repository
framework: django
predeploy: python manage.py migrate
dependencies: {manager: poetry}
env: {COLOUR: vermilion}
envGroups: [shop-secrets]
image: {env: {SHAPE: octagon}, writable: [/app/up], build: [make all], base: "python:3.12-slim-bookworm"}
processes:
  - {name: mails, type: worker, command: celery --app shop worker, autoscaling: {min: 2, max: 6}}
  - name: feed
    type: worker
    command: python -m shop.feed
    instances: 2
    porter: {extra: {terminationGracePeriodSeconds: 120, nodeGroup: 2f1c1f0e-5d3a-4b6e-9a55-0c7d6f1b2a34}}
  - {name: prune, type: job, command: python -m shop.prune, cron: "0 3 * * *", timeout: 900}
  - {name: refill, type: job, command: python -m shop.refill, resources: {cpu: 4, memory: 8192, gpu: 1}}
ci: github
porter: {file: deploy/porter.yaml, project: 1234, cluster: 5678, deploymentTarget: 2f8c0d8e-7a55-4a59-9d53-3c8f0f5f2a11, extra: {autoRollback: {enabled: true}}}
`,
}

describe.each(Object.entries(described))('processes only: %s', (_name, text) => {
  const { spec, plan } = load(text)
  const markdown = guide.render(plan)
  const headings = headingsOf(markdown)

  test('has a value everywhere', () => {
    expect(markdown).not.toMatch(/undefined|\bnull\b|NaN|\[object|\{\{|\}\}\}/)
    expect(markdown).not.toMatch(/\n\n\n| \n/)
  })

  test('is a fixed point of prettier, marker included', async () => {
    const [rendered] = renderServices([guide], [{ spec, plan }])
    expect(await check(rendered?.artifact.content ?? '', { parser: 'markdown' })).toBe(true)
  })

  test('has headings that are unique, and links that lead to one', () => {
    const anchors = headings.map(anchorOf)
    expect(new Set(anchors).size).toBe(anchors.length)
    for (const link of nodesOf(markdown, 'link')) expect(anchors).toContain(link.destination)
  })

  test('has exactly the sections that apply', () => {
    expect(headings).toEqual(sectionsOf(plan))
  })

  test('names the language of every block', () => {
    for (const block of nodesOf(markdown, 'code_block')) {
      expect(['bash', 'text', 'python']).toContain(block.info)
    }
  })

  test('has one list of steps for each count from 1 on', () => {
    for (const item of nodesOf(markdown, 'item')) {
      if (item.listType === 'ordered') expect(item.parent?.listStart).toBe(1)
    }
  })

  test('speaks of no server', () => {
    expect(markdown).not.toMatch(
      /gunicorn|uvicorn|hoptix_server|\bCORS\b|health|\bports?\b|8080|EXPOSE|502|bootstrap/i,
    )
  })

  test('has a table of the processes in the shape of its head', () => {
    const rows = markdown.split('\n').filter((line) => line.startsWith('|'))
    for (const row of rows) expect([4, 5, 8]).toContain(row.split('|').length)
    expect(rows.filter((row) => row.split('|').length === 8)).toHaveLength(
      plan.processes.value.length + 2,
    )
  })
})

function sectionsOf(plan: Plan): string[] {
  const lists = [plan.envGroups, plan.env, plan['image.env']]
  const sections: [string, boolean?][] = [
    [`Deploying ${plan.name.value}`],
    ['What is generated'],
    ['Settings'],
    ...processSections(plan),
    ['Deployment'],
    ['What Porter must know'],
    ['Environment variables', lists.some(({ value }) => Object.keys(value).length > 0)],
    ['First deployment'],
    ['Every later deployment'],
    ['Before each deployment', plan.predeploy.value !== undefined],
    ['In the image build', plan['image.build'].value.length > 0],
    ['Verify the deployment'],
    ['Local development'],
    ['With the production image'],
    ['Security'],
    ['Rollback'],
    ['If this guide does not help'],
  ]
  return sections.filter(([, applies]) => applies !== false).map(([heading]) => heading)
}

test('is written without an app too, unless it is not wanted', () => {
  const jobs = 'name: a\nroot: jobs\nprocesses: [{name: p, type: worker, command: run}]\n'
  expect(guide.path(load(jobs).plan)).toBe('jobs/DEPLOYMENT.md')
  expect(guide.path(load(`${jobs}guide: false\n`).plan)).toBeUndefined()
})

const everything = renderGuide(described['everything there is'] ?? '')

test('when each runs, on what, and how long it may take to stop', () => {
  const rows = everything
    .split('\n')
    .filter((line) => /^\| `(?:mails|feed|prune|refill)`/.test(line))
  expect(
    rows.map((row) =>
      row
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    ),
  ).toEqual([
    ['`mails`', 'worker', 'always', '0.5 CPU, 1024 MB', '2 to 6 instances', '30 s'],
    ['`feed`', 'worker', 'always', '0.5 CPU, 1024 MB', '2 instances', '120 s'],
    ['`prune`', 'job', '`0 3 * * *` in UTC', '0.5 CPU, 1024 MB', '900 s', '30 s'],
    ['`refill`', 'job', 'by hand', '4 CPU, 8192 MB, 1 GPU', '3600 s', '30 s'],
  ])
  expect(renderGuide(described['one cron job, asleep'] ?? '')).toContain('| never, it sleeps |')
  expect(renderGuide(described['one worker'] ?? '')).toContain('| 1 instance ')
})

test('what is passed through to Porter: names, and no values', () => {
  expect(everything).toContain('- The app: `autoRollback`\n')
  expect(everything).toContain('- `feed`: `nodeGroup`, `terminationGracePeriodSeconds`\n')
  expect(everything).not.toMatch(/2f1c1f0e|vermilion|octagon/)
  const web = 'name: a\napp: app:app\nporter: {service: api, extra: {sleep: true}}\n'
  expect(renderGuide(web)).toContain('- `api`: `sleep`\n')
  expect(renderGuide('name: a\napp: app:app\n')).not.toContain('porter.extra')
})

test('the workflow, where it deploys', () => {
  expect(everything).toContain(`.github/workflows/porter_app_${'a'.repeat(31)}_5678.yml`)
  expect(everything).toContain('`PORTER_APP_1234_5678`')
  expect(renderGuide(described['one worker'] ?? '')).not.toContain('.github')
})

test('jobs are started by hand, workers are not', () => {
  const commands = nodesOf(everything, 'code_block').map(textOf)
  const name = 'a'.repeat(31)
  expect(commands).toContain(
    `porter app run ${name} --job prune\nporter app run ${name} --job refill\n`,
  )
  expect(commands.join('')).not.toContain('--job mails')
})

describe('a web service with processes', () => {
  const app = 'name: a\napp: app:app\n'
  const mails = 'processes: [{name: mails, type: worker, command: run mails}]\n'

  test('says of required variables that no process is checked for them', () => {
    const said = 'Nothing checks for a process that'
    expect(renderGuide(`${app}${mails}requires: [TOKEN]\n`)).toContain(said)
    expect(renderGuide(app + mails)).not.toContain(said)
    expect(renderGuide(`${app}requires: [TOKEN]\n`)).not.toContain(said)
  })

  test('says that start commands of processes stay', () => {
    expect(renderGuide(app + mails)).toContain('[processes](#processes) is its own and stays')
    expect(renderGuide(app)).not.toMatch(/\[processes\]|Processes|SIGTERM must/)
  })
})

describe('where the image is built from', () => {
  const build = (text: string) => /^docker build .*$/m.exec(renderGuide(text))?.[0]
  const app = 'name: a\napp: app:app\n'

  test('the folder of the service, or the whole repository with the Dockerfile named', () => {
    expect(build(app)).toBe('docker build --tag a .')
    expect(build(`${app}root: api\n`)).toBe('docker build --tag a ./api')
    expect(build(`${app}root: api\ncontext: repository\n`)).toBe(
      'docker build --tag a --file api/Dockerfile .',
    )
    expect(build(`${app}context: repository\n`)).toBe('docker build --tag a .')
  })

  test('the whole repository is said to be in the image', () => {
    const text = renderGuide(`${app}root: services/api\ncontext: repository\n`)
    expect(text).toContain('The image holds the whole repository')
    expect(text).toContain('The service is in `/app/services/api` there')
    expect(text).toContain('- Entry point (build context): `.`\n')
    expect(text).toContain('- Dockerfile path: `./services/api/Dockerfile`\n')
    expect(renderGuide(`${app}root: services/api\n`)).not.toContain('whole repository')
  })
})

test('one of several services: its own porter file, and a word about the others', () => {
  const text =
    'services:\n  - {name: a, root: api, app: "app:app"}\n  - {name: b, root: jobs, processes: [{name: p, type: worker, command: run}]}\n'
  const guides = loadServices(text).map(({ plan }) => guide.render(plan))
  for (const [index, folder] of ['api', 'jobs'].entries()) {
    expect(guides[index]).toContain('`hoptix.yaml` describes several services')
    expect(guides[index]).toContain(`porter apply -f ${folder}/porter.yaml --wait`)
  }
  expect(renderGuide('name: a\napp: app:app\n')).not.toContain('several services')
})

describe('the loop that the guide offers', () => {
  const loop = nodesOf(everything, 'code_block').find(({ info }) => info === 'python')
  const text = loop ? textOf(loop) : ''
  const work =
    'import time\n\n\ndef work():\n    print("working", flush=True)\n    time.sleep(0.01)\n\n\n'

  /** How Python ends when it gets SIGTERM while the loop goes round. */
  async function stop(script: string) {
    const python = spawn('python3', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const exit = once(python, 'exit')
    await Promise.race([once(python.stdout, 'data'), exit])
    python.kill('SIGTERM')
    python.stdout.resume()
    return await exit
  }

  test('ends by itself on SIGTERM', async () => {
    expect(await stop(work + text)).toEqual([0, null])
  })

  test('would not without its handler', async () => {
    const without = text.replace(/^signal\.signal.*\n/m, '')
    expect(without).not.toBe(text)
    expect(await stop(work + without)).toEqual([null, 'SIGTERM'])
  })
})
