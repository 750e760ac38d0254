import compiled from '../../../templates/workflow.yml.hbs'
import type { ArtifactKind } from '../../artifacts/kinds/kind.ts'
import { fillTemplate, type Template } from '../../artifacts/templates.ts'
import type { Plan } from '../../plan/plan.ts'
import { version } from '../../program.ts'

/** A line of Node.js with long-term support; the tool itself needs 20.19 or newer. */
const node = 24

/** Wherever it is, under the name of whatever app and cluster. */
export const workflowPattern = /^\.github\/workflows\/porter_app_[a-z0-9-]+_[0-9]+\.yml$/

const template: Template = {
  name: 'workflow.yml.hbs',
  about:
    'The workflow of GitHub that checks, deploys, compares with what is live, and asks the domain.',
  compiled,
  source: () => import('../../../templates/workflow.yml.hbs?raw'),
}

/** The workflow that deploys each push, under the name that Porter gives its own: two would deploy one push twice. */
export const workflow: ArtifactKind = {
  name: 'porter_app_NAME_CLUSTER.yml',
  comment: 'hash',
  renamed: { named: workflowPattern, isOne: () => true },
  path: (plan) => (plan.ci.value === 'github' ? workflowPath(plan) : undefined),
  templates: [template],
  render: (plan, fill = fillTemplate) => fill(template, viewWorkflow(plan)),
}

export function workflowPath(plan: Plan): string {
  return `.github/workflows/porter_app_${plan.name.value}_${plan['porter.cluster'].value}.yml`
}

/** The secret that holds Porter's token; the rule of `ci` sees to it that both numbers are there. */
export function workflowSecret(plan: Plan): string {
  return `PORTER_APP_${plan['porter.project'].value}_${plan['porter.cluster'].value}`
}

/**
 * The actions stand in the template: checkout and setup-node at v6, the newest major whose inputs actionlint knows;
 * setup-porter at the one tag that its README and Porter's own workflow name. Nothing of a description stands between `${{` and `}}` but the two numbers of the secret's name.
 */
function viewWorkflow(plan: Plan) {
  const description = descriptionOf(plan)
  return {
    name: plan.name.value,
    version,
    node,
    description: description === 'hoptix.yaml' ? undefined : description,
    porterFile: plan['porter.file'].value,
    secret: workflowSecret(plan),
    project: plan['porter.project'].value,
    cluster: plan['porter.cluster'].value,
    deploymentTarget: plan['porter.deploymentTarget'].value,
    indexSecret: plan['dependencies.indexSecret'].value,
    paths: watchedPaths(plan),
    domain: askedDomain(plan),
  }
}

/** The name is always written, so it knows the description's file. */
function descriptionOf(plan: Plan): string {
  return plan.name.where?.file ?? 'hoptix.yaml'
}

/** Where the service answers over TLS; undefined where the description does not tell, or it does not. */
function askedDomain(plan: Plan): string | undefined {
  return plan['porter.extra'].value['disableTLS'] === true ? undefined : plan.domains.value[0]
}

/** What the image and its deployment are made of; undefined where that is the whole repository. */
function watchedPaths(plan: Plan): string[] | undefined {
  const { value: context } = plan.contextFolder
  if (context === '.') return undefined
  const files = [descriptionOf(plan), plan['porter.file'].value, workflowPath(plan)]
  return [`${context}/**`, ...files].map(toFilter)
}

/** A filter of GitHub reads `+`, `?`, `[` and others as patterns, and trims blanks. A star in their place is as good. */
function toFilter(path: string): string {
  return path.replace(/[^A-Za-z0-9._@/*-]+/g, '*')
}
