import { yaml } from '../artifacts/escape.ts'
import type { WrittenService } from '../spec/schema.ts'

/** What a first description says; everything else keeps its default. */
export type Draft = Pick<
  WrittenService,
  | 'name'
  | 'root'
  | 'app'
  | 'appDir'
  | 'framework'
  | 'python'
  | 'port'
  | 'profile'
  | 'dependencies'
  | 'cors'
>

/** hoptix.yaml as a person would start it: short, with a word on what may be added. The version is that of its schema. */
export function writeDescription(draft: Draft, version: string): string {
  const line = (key: string, value: string | number | undefined, note = '') =>
    value === undefined ? [] : [`${key}: ${yaml(value)}${note && ` # ${note}`}`]
  const list = (key: string, items: readonly string[]) => [
    `${key}:`,
    ...items.map((item) => `    - ${yaml(item)}`),
  ]
  const { cors, dependencies } = draft
  return [
    // Editors with a YAML language server complete and check the file by it.
    `# yaml-language-server: $schema=https://unpkg.com/hoptix-deploy@${version}/schema.json`,
    ...line('name', draft.name),
    ...line('root', draft.root),
    ...line('app', draft.app),
    ...line('appDir', draft.appDir),
    ...line('framework', draft.framework),
    ...line('python', draft.python),
    ...line('port', draft.port),
    ...line('profile', draft.profile),
    ...(dependencies
      ? [
          '',
          'dependencies:',
          `  manager: ${dependencies.manager}`,
          ...list('  files', dependencies.files ?? []),
        ]
      : []),
    ...(typeof cors === 'object' ? ['', 'cors:', ...list('  origins', cors.origins ?? [])] : []),
    '',
    '# Everything else has a safe default: `npx hoptix-deploy plan` shows each value and where it came from.',
    '',
  ].join('\n')
}
