import * as z from 'zod'
import { serviceSchema } from './schema.ts'
import { settingInfo } from './settings/setting.ts'

/** Where the package's own copy is found; the modeline of a new hoptix.yaml names it. */
const address = 'https://unpkg.com/hoptix-deploy/schema.json'

/** What the settings table says beyond JSON Schema's own words; it goes into the description. */
interface Described {
  description?: string
  accepts?: string
  defaultNote?: string
  env?: string
  gunicorn?: string
  source?: string
}

/** JSON Schema of hoptix.yaml (draft 7, which YAML language servers read), with description, default and examples. */
export function describeSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(serviceSchema, {
    io: 'input',
    target: 'draft-7',
    metadata: settingInfo,
    override: ({ jsonSchema }) => describe(jsonSchema as Described),
  })
  return { $schema, $id: address, title: 'hoptix.yaml', ...schema }
}

function describe(schema: Described): void {
  const { accepts, defaultNote, env, gunicorn: _gunicorn, source: _source, description } = schema
  for (const key of ['accepts', 'defaultNote', 'env', 'gunicorn', 'source'] as const)
    delete schema[key]
  if (description === undefined) return
  const more = [
    accepts && `Accepts: ${accepts}.`,
    defaultNote && `Default: ${defaultNote}.`,
    env && `${env} overrides it in a running container.`,
  ]
  schema.description = [description, ...more.filter(Boolean)].join('\n\n')
}
