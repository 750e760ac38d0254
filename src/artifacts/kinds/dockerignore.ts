import template from '../../../templates/dockerignore.hbs'
import { ignoreList } from '../../facts/ignore-list.ts'
import { fillTemplate } from '../templates.ts'
import { type ArtifactKind, underRoot } from './kind.ts'

export const dockerignore: ArtifactKind = {
  name: '.dockerignore',
  comment: 'hash',
  path: (plan) => underRoot(plan, '.dockerignore'),
  render: (plan) => fillTemplate(template, { ignored: ignoreList(plan['image.ignore'].value) }),
}
