import { documentSettings, type Setting, settings } from '../src/spec/schema.ts'
import { escapeMarkdown } from './markdown.ts'

/** docs/reference.md: every key of hoptix.yaml, from the same table that the tool reads. */
export function writeReference(): string {
  return [
    '# Reference of hoptix.yaml',
    '',
    'Every key, in the order of the schema. Only `name` and `app` must be written; the rest has a default that is safe.',
    '`hoptix-deploy plan` shows what each comes to for your service, `hoptix-deploy explain KEY` shows one of them.',
    '',
    'A repository with several services lists them under `services`, as told at the end.',
    '',
    'Anything unknown is an error with its place and a suggestion. Numbers are written in plain decimal digits.',
    '',
    ...settings.flatMap((setting) => writeSetting(setting, setting.key.split('.').length + 1)),
    '## Several services',
    '',
    'Either of these keys makes the file a description of several services. Nothing else may stand beside them.',
    '',
    ...Object.values(documentSettings).flatMap((setting) => writeSetting(setting, 3)),
  ].join('\n')
}

function writeSetting(setting: Setting, level: number): string[] {
  const { key, description, accepts, env, gunicorn, source, examples } = setting
  const facts = [
    `Accepts: ${accepts}.`,
    ...(setting.group && setting.default === undefined && !setting.defaultNote
      ? []
      : [`Default: ${describeDefault(setting)}.`]),
    ...(env ? [`Override in a running container: \`${env}\`.`] : []),
    ...(gunicorn ? [`Gunicorn calls it \`${gunicorn}\`.`] : []),
    ...(source ? [`Why: ${source}.`] : []),
    `Example: \`${key.split('.').at(-1)}: ${asFlow(examples[0])}\``,
  ]
  return [
    `${'#'.repeat(level)} \`${key}\``,
    '',
    description,
    '',
    ...facts.map((fact) => `- ${escapeMarkdown(fact)}`),
    '',
  ]
}

function describeDefault(setting: Setting): string {
  if (setting.required) return 'none, it must be written'
  if (setting.defaultNote) return setting.defaultNote
  return setting.default === undefined ? 'none' : `\`${asFlow(setting.default)}\``
}

function asFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asFlow).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, child]) => `${key}: ${asFlow(child)}`)
      .join(', ')} }`.replace('{  }', '{}')
  }
  return typeof value === 'string' && /^[0-9*]|[:#,] |^$/.test(value)
    ? JSON.stringify(value)
    : String(value)
}
