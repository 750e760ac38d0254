import { type Node, Parser } from 'commonmark'
import { buildPlan } from '../../src/plan/build.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { loadSpec } from '../../src/spec/load.ts'
import { guide } from '../../src/targets/porter/guide/guide.ts'

/** The services of a description, each with its plan. Throws where the loader refuses it. */
export function loadServices(text: string) {
  const loaded = loadSpec(new TextEncoder().encode(text), 'hoptix.yaml')
  if (!loaded.ok) throw new Error(JSON.stringify(loaded))
  return loaded.spec.services.map((spec) => ({ spec, plan: buildPlan(spec) }))
}

/** The first service of a description. */
export function load(text: string) {
  const [service] = loadServices(text)
  if (!service) throw new Error('a description without a service')
  return service
}

/** The guide of the first service. */
export const renderGuide = (text: string) => guide.render(load(text).plan)

export function nodesOf(markdown: string, type: Node['type']): Node[] {
  const found: Node[] = []
  const walker = new Parser().parse(markdown).walker()
  for (let step = walker.next(); step; step = walker.next()) {
    if (step.entering && step.node.type === type) found.push(step.node)
  }
  return found
}

export function textOf(node: Node): string {
  let text = ''
  const walker = node.walker()
  for (let step = walker.next(); step; step = walker.next()) {
    if (step.entering) text += step.node.literal ?? ''
  }
  return text
}

export const headingsOf = (markdown: string) => nodesOf(markdown, 'heading').map(textOf)

/** The anchor that GitHub gives a heading. */
export const anchorOf = (heading: string) =>
  `#${heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')}`

/** The sections about processes that apply, for either guide. */
export function processSections(plan: Plan): [string, boolean][] {
  const processes = plan.processes.value
  const any = processes.length > 0
  const jobs = processes.some(({ type }) => type === 'job')
  return [
    ['Processes', any],
    ['Run a job by hand', jobs],
    [jobs ? 'Logs and runs' : 'Logs', any],
    ['How a process is stopped', any],
    ['Memory and CPU of a process', any],
    ['A process does not do its work', any],
    ['One process on your machine', any],
  ]
}
