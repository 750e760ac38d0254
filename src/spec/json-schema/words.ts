import type { SettingInfo } from '../settings/setting.ts'
import { asYaml } from '../show.ts'
import type { JsonSchema } from './type.ts'

/**
 * What an editor shows of a setting, before the keywords that judge its value. The default stands in the text as well,
 * since the language server shows only that.
 */
export function withWords(info: SettingInfo, schema: JsonSchema): JsonSchema {
  const { description, accepts, defaultNote, env, examples } = info
  const fallback = defaultNote ?? (info.default === undefined ? undefined : asYaml(info.default))
  const more = [
    `Accepts: ${accepts}.`,
    fallback && `Default: ${fallback}.`,
    env && `${env} overrides it in a running container.`,
  ]
  return {
    description: [description, ...more.filter(Boolean)].join('\n\n'),
    ...(info.default === undefined ? {} : { default: info.default }),
    examples,
    ...schema,
  } as JsonSchema
}
