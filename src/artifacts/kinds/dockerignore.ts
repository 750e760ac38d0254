import compiled from '../../../templates/dockerignore.hbs'
import { type Ignored, ignoreList } from '../../facts/ignore-list.ts'
import { joinPath } from '../../facts/paths.ts'
import { folderInContext, type Plan } from '../../plan/plan.ts'
import { fillTemplate, type Template } from '../templates.ts'
import type { ArtifactKind } from './kind.ts'

const template: Template = {
  name: 'dockerignore.hbs',
  about: 'What stays out of the build.',
  compiled,
  source: () => import('../../../templates/dockerignore.hbs?raw'),
}

export const dockerignore: ArtifactKind = {
  name: '.dockerignore',
  comment: 'hash',
  isShared: true,
  path: (plan) => joinPath(plan.contextFolder.value, '.dockerignore'),
  templates: [template],
  render: (plan, fill = fillTemplate, sharers = [plan]) =>
    fill(template, { ignored: ignoredByAll(plan, sharers) }),
}

/** What one service leaves out, another may need: only what all of them leave out is kept from the builder. */
function ignoredByAll(plan: Plan, sharers: readonly Plan[]): readonly Ignored[] {
  const additions = plan['image.ignore'].value.filter((entry) =>
    sharers.every((sharer) => sharer['image.ignore'].value.includes(entry)),
  )
  return ignoreList(additions, sharers.map(folderInContext))
}
