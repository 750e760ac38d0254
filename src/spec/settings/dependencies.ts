import * as z from 'zod'
import { managerIds } from '../../facts/managers.ts'
import { setting } from './setting.ts'
import { relativeFile } from './text.ts'

export const dependencySettings = {
  dependencies: setting(
    z.strictObject({
      manager: setting(z.enum(managerIds), {
        description: 'The tool that installs the dependencies.',
        accepts: managerIds.join(', '),
        default: 'pip',
        examples: ['uv'],
      }),
      files: setting(z.array(relativeFile).min(1), {
        description: 'The files it reads, relative to `root`; for pip each is a requirements file.',
        accepts: 'a list of files under root',
        defaultNote: 'requirements.txt for pip, else the manifest and lock file of the manager',
        examples: [['requirements/base.txt', 'requirements/production.txt']],
      }),
    }),
    {
      description: 'How the Python dependencies are installed.',
      accepts: 'a map with manager and files',
      examples: [{ manager: 'uv' }],
    },
  ),
}
