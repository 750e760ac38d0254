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
export function writeDescription(drafts: readonly Draft[], version: string): string {
  const [only] = drafts
  return [
    // Editors with a YAML language server complete and check the file by it.
    `# yaml-language-server: $schema=https://unpkg.com/hoptix-deploy@${version}/schema.json`,
    ...(only && drafts.length === 1 ? writeService(only) : writeServices(drafts)),
    '',
    '# Everything else has a safe default: `npx hoptix-deploy plan` shows each value and where it came from.',
    '',
  ].join('\n')
}

function writeServices(drafts: readonly Draft[]): string[] {
  const items = drafts.map((draft) =>
    writeService(draft).map((line, index) => {
      if (line === '') return line
      return index === 0 ? `  - ${line}` : `    ${line}`
    }),
  )
  return ['services:', ...items.flatMap((item, index) => (index === 0 ? item : ['', ...item]))]
}

function writeService(draft: Draft): string[] {
  const line = (key: string, value: string | number | undefined) =>
    value === undefined ? [] : [`${key}: ${yaml(value)}`]
  const list = (key: string, items: readonly string[]) => [
    `${key}:`,
    ...items.map((item) => `    - ${yaml(item)}`),
  ]
  const { cors, dependencies } = draft
  return [
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
  ]
}
