import * as z from 'zod/mini'
import { serviceExtra } from './porter-extra.ts'
import { setting } from './setting.ts'
import { porterName, relativeFile, relativePath } from './text.ts'

const porterPath = relativeFile.check(
  z.regex(/\.ya?ml$/, { error: 'a YAML file, ending in .yaml or .yml' }),
  z.refine((path) => path.split('/').at(-1) !== 'hoptix.yaml', {
    error: 'the description itself has that name',
  }),
  z.refine((path) => !/^\.github\/workflows\/[^/]+$/.test(path), {
    error: 'GitHub would run it as a workflow',
  }),
)

/** Ids of a database: nothing but digits ever reaches the workflow. */
const porterNumber = z.int().check(z.minimum(1), z.maximum(2_147_483_647))

const uuid = z.string().check(
  z.regex(/^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, {
    error: 'an id such as b0fec389-99d5-4ca5-9012-002b410248b3',
  }),
)

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
      project: setting(porterNumber, {
        description: 'The number of the Porter project, for the workflow.',
        accepts: 'a whole number, 1-2147483647',
        defaultNote: 'none; needed with `ci: github`',
        examples: [1234],
        source: 'Porter names the secret of its token after project and cluster',
      }),
      cluster: setting(porterNumber, {
        description: 'The number of the Porter cluster, for the workflow.',
        accepts: 'a whole number, 1-2147483647',
        defaultNote: 'none; needed with `ci: github`',
        examples: [5678],
        source: 'Porter names its workflow after app and cluster',
      }),
      deploymentTarget: setting(uuid, {
        description: 'The id of the deployment target, for the workflow.',
        accepts: 'an id of 32 hexadecimal digits in five groups, as Porter shows it',
        defaultNote: 'none; needed with `ci: github`',
        examples: ['b0fec389-99d5-4ca5-9012-002b410248b3'],
        source: "PORTER_DEPLOYMENT_TARGET_ID of Porter's own workflow",
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
  ci: setting(z.enum(['github', 'none']), {
    description: 'What deploys each push to the default branch: a workflow of GitHub, or nothing.',
    accepts: 'github or none',
    default: 'none',
    examples: ['github'],
  }),
  templates: setting(
    relativePath.check(
      z.refine((path) => path !== '.', { error: 'a folder of its own is needed' }),
    ),
    {
      description: 'A folder of your own templates, used in place of the built-in ones.',
      accepts: "a folder inside the repository, relative to the repository's top",
      defaultNote: 'the built-in templates',
      examples: ['hoptix-templates'],
      source: 'what they render is parsed back and held against every promise',
    },
  ),
  guide: setting(z.boolean(), {
    description: 'Whether DEPLOYMENT.md is written.',
    accepts: 'true or false',
    default: true,
    examples: [false],
  }),
}
