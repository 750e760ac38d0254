import * as z from 'zod/mini'
import { endOfLife, pythonVersions } from '../../facts/python.ts'
import { frameworkIds } from '../../frameworks/index.ts'
import { required, setting } from './setting.ts'
import { porterName, relativePath } from './text.ts'

const identifier = '[A-Za-z_][A-Za-z0-9_]*'
const dottedName = `${identifier}(?:\\.${identifier})*`

/** What the service is and where its code lives. */
export const serviceSettings = {
  name: required(porterName, {
    description: 'The name of the Porter app.',
    accepts: 'at most 31 lower-case letters, digits and dashes',
    examples: ['hoptix-backend'],
    source: 'Porter: names are [a-z0-9-], at most 31 characters, alphanumeric at both ends',
  }),
  root: setting(relativePath, {
    description: "The service's folder, relative to the repository's top.",
    accepts: 'a folder inside the repository',
    default: '.',
    examples: ['backend', 'services/api'],
  }),
  app: setting(
    z.string().check(
      z.regex(new RegExp(`^${dottedName}:${identifier}(?:\\(\\))?$`), {
        error: 'written as module:callable or module:factory()',
      }),
    ),
    {
      description:
        'The application: the module to import and the callable in it, or a factory that makes one.',
      accepts: 'module:callable or module:factory()',
      defaultNote: 'none: a web service must have it, a service without it has `processes` only',
      examples: ['app:app', 'storefront:create_app()', 'mysite.wsgi:application'],
    },
  ),
  appDir: setting(relativePath, {
    description: 'The folder under `root` that `app` is imported from.',
    accepts: 'a folder under root',
    default: '.',
    examples: ['src'],
  }),
  context: setting(z.enum(['service', 'repository']), {
    description:
      'What the image is built from: the folder of the service, or the whole repository for packages that several services share.',
    accepts: 'service, repository',
    default: 'service',
    examples: ['repository'],
  }),
  framework: setting(z.enum(frameworkIds), {
    description: 'The web framework: it decides proxy headers and the debug guard.',
    accepts: frameworkIds.join(', '),
    default: 'wsgi',
    examples: ['flask', 'django'],
  }),
  python: setting(z.enum(pythonVersions), {
    description: 'The Python version of the image.',
    accepts: `a quoted version: ${pythonVersions.map((version) => `"${version}"`).join(', ')}`,
    default: '3.13',
    examples: ['3.12'],
    source: `ends of life: ${pythonVersions.map((version) => `${version} ${endOfLife[version]}`).join(', ')}`,
  }),
}
