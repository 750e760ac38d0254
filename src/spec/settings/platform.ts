import * as z from 'zod'
import { serviceExtra } from './porter-extra.ts'
import { setting } from './setting.ts'
import { porterName, relativeFile } from './text.ts'

const porterPath = relativeFile
  .regex(/\.ya?ml$/, { error: 'a YAML file, ending in .yaml or .yml' })
  .refine((path) => path.split('/').at(-1) !== 'hoptix.yaml', {
    error: 'the description itself has that name',
  })

export const platformSettings = {
  porter: setting(
    z.strictObject({
      file: setting(porterPath, {
        description: "Where Porter's file is written, relative to the repository's top.",
        accepts: 'a YAML file inside the repository',
        default: 'porter.yaml',
        defaultNote: 'porter.yaml; of several services each has its own, <root>/porter.yaml',
        examples: ['deploy/porter.yaml'],
      }),
      service: setting(porterName, {
        description:
          'The name of the live web service: another name would start a second one beside it.',
        accepts: 'at most 31 lower-case letters, digits and dashes',
        default: 'web',
        examples: ['api'],
        source: 'Porter merges services by name',
      }),
      extra: setting(serviceExtra, {
        description:
          'Any other documented key of porter.yaml, of the app or of the web service, passed through as it is.',
        accepts: 'a map of keys of porter.yaml',
        default: {},
        examples: [{ autoRollback: { enabled: true } }],
        source: 'Porter ignores keys that it does not know, so they are checked here',
      }),
    }),
    {
      description: "Porter's own.",
      accepts: 'a map',
      examples: [{ service: 'api' }],
    },
  ),
  guide: setting(z.boolean(), {
    description: 'Whether DEPLOYMENT.md is written.',
    accepts: 'true or false',
    default: true,
    examples: [false],
  }),
}
