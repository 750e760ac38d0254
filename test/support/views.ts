import { addValue, emptyShape, listNames, type Shape } from '../../src/artifacts/own/shape.ts'
import { fillTemplate } from '../../src/artifacts/templates.ts'
import { artifactKinds } from '../../src/pipeline.ts'
import { exampleNames, renderDescription, renderExample } from './examples.ts'

const templates = artifactKinds.flatMap((kind) => kind.templates)
export const templateNames = templates.map(({ name }) => name).sort()

const texts = new Map<string, string>()
for (const { name, source } of templates) texts.set(name, (await source()).default)

/** The whole text of a built-in template, as `eject` copies it. */
export function templateText(name: string): string {
  const text = texts.get(name)
  if (text === undefined) throw new Error(`there is no template ${name}`)
  return text
}

/** Services that together have everything a template can be given, beside the examples. */
const services = [
  `
name: full
app: app:app
framework: flask
appDir: src
workers: 4
logFormat: json
cors: { origins: ['https://a.example'], headers: [x-a], exposeHeaders: [x-b] }
system: { packages: [ffmpeg], buildPackages: [gcc] }
image: { build: [make], path: [/app/bin], writable: [/app/up], env: { A: b } }
env: { A: b }
envGroups: [secrets]
requires: [TOKEN_URL]
resources: { gpu: 1 }
autoscaling: { min: 1, max: 3 }
domains: [a.example.com, b.example.com]
ingress: { maxBodySize: 1m, responseHeaderBuffer: 8k }
predeploy: flask migrate
context: repository
root: backend
processes:
  - name: mails
    type: worker
    command: celery worker
    autoscaling: { min: 1, max: 3 }
    resources: { gpu: 1 }
    porter: { extra: { terminationGracePeriodSeconds: 90 } }
  - { name: nightly, type: job, command: flask report, cron: '0 3 * * *' }
  - { name: by-hand, type: job, command: flask import }
porter: { extra: { autoRollback: { enabled: true }, metricsScraping: { enabled: true } } }
`,
  `
name: worker
root: mails
context: repository
env: { A: b }
envGroups: [secrets]
predeploy: python -m migrate
ci: github
dependencies: { indexSecret: private }
image: { build: [make], writable: [/app/up], env: { A: b } }
processes:
  - { name: mails, type: worker, command: celery worker, autoscaling: { min: 1, max: 3 }, resources: { gpu: 1 } }
  - { name: nightly, type: job, command: python -m report, cron: '0 3 * * *' }
porter:
  project: 1
  cluster: 2
  deploymentTarget: 7d3f1c52-0b8e-4f6a-9a41-2c5d8e6b7f90
  extra: { autoRollback: { enabled: true } }
`,
  `
name: full
app: app:app
framework: fastapi
dependencies: { manager: uv }
requires: [TOKEN_URL]
cors: { origins: ['https://a.example'], headers: [x-a], exposeHeaders: [x-b] }
`,
]

/** Every name that a template is given by one service or another. */
export function viewShape(template: string): Shape {
  return shapes.get(template) ?? emptyShape()
}

const shapes = new Map<string, Shape>()
const plans = [
  ...services.flatMap((text) => renderDescription(text).plans),
  ...exampleNames.flatMap((name) => renderExample(name).plans),
]
for (const kind of artifactKinds) {
  for (const plan of plans) {
    if (kind.path(plan) === undefined) continue
    kind.render(plan, (template, view) => {
      shapes.set(template.name, addValue(shapes.get(template.name) ?? emptyShape(), view))
      return fillTemplate(template, view)
    })
  }
}

/** As a template writes them, sorted. */
export function viewNames(shape: Shape): string[] {
  // What Porter alone understands is written as a whole, by `yamlMap`.
  const names = listNames(shape).map((name) => name.replace(/\.(?:indent|map)\b.*$/, ''))
  return [...new Set(names)].sort()
}
