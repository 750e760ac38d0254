import * as z from 'zod/mini'
import { managerIds } from '../../facts/managers.ts'
import { required, setting } from './setting.ts'
import { relativeFile } from './text.ts'

/** The address of a package index: only over https, and without anything that could be a credential. */
const indexUrl = z.string().check(
  z.maxLength(1000, { error: 'at most 1000 characters' }),
  z.refine((url) => !/^[a-z]+:\/\/[^/]*@/i.test(url), {
    error:
      'credentials belong into the build secret that `indexSecret` names, never into an address',
  }),
  z.refine((url) => !/^http:/i.test(url), {
    error: 'over plain http anybody on the way can put code into the image: only https is accepted',
  }),
  z.regex(
    /^https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[1-9][0-9]{0,4})?(?:\/[A-Za-z0-9._~+-]+)*\/?$/,
    {
      error:
        'an https address without query is needed, such as https://download.pytorch.org/whl/cpu',
    },
  ),
)

/** PEP 440 and 508: one package at one version. A build that takes the newest one differs tomorrow. */
const pinnedPackage = z
  .string()
  .check(
    z.regex(
      /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?==(?:[0-9]+!)?[0-9](?:[A-Za-z0-9.+_-]*[A-Za-z0-9])?$/,
      { error: 'a package with its exact version is needed, such as torch==2.9.1' },
    ),
  )

const packages = z.array(pinnedPackage).check(z.minLength(1))

const index = z.strictObject({
  url: required(indexUrl, {
    description: 'The address of the index.',
    accepts: 'an https address without query or credentials',
    examples: ['https://download.pytorch.org/whl/cpu'],
  }),
  packages: required(packages, {
    description: 'The packages that come from it, and from nowhere else.',
    accepts: 'a list of packages, each with its exact version',
    examples: [['torch==2.9.1']],
  }),
})

const step = z.strictObject({
  packages: required(packages, {
    description: 'The packages that the step installs.',
    accepts: 'a list of packages, each with its exact version',
    examples: [['numpy==2.3.5']],
  }),
  index: setting(indexUrl, {
    description: 'The only index that the step asks.',
    accepts: 'an https address without query or credentials',
    defaultNote: 'PyPI',
    examples: ['https://download.pytorch.org/whl/cpu'],
  }),
  isolation: setting(z.boolean(), {
    description:
      'Whether each package is built in an environment of its own, or with what is installed already.',
    accepts: 'true or false',
    default: true,
    examples: [false],
  }),
})

/** A package index that serves certain packages, and those alone. */
export type PackageIndex = z.output<typeof index>

/** Packages that are installed before the rest. */
export type InstallStep = z.output<typeof step>

export const dependencySettings = {
  dependencies: setting(
    z.strictObject({
      manager: setting(z.enum(managerIds), {
        description: 'The tool that installs the dependencies.',
        accepts: managerIds.join(', '),
        default: 'pip',
        examples: ['uv'],
      }),
      files: setting(z.array(relativeFile).check(z.minLength(1)), {
        description: 'The files it reads, relative to `root`; for pip each is a requirements file.',
        accepts: 'a list of files under root',
        defaultNote: 'requirements.txt for pip, else the manifest and lock file of the manager',
        examples: [['requirements/base.txt', 'requirements/production.txt']],
      }),
      indexes: setting(z.array(index), {
        description:
          'Further package indexes for pip, each with the packages that come from it and from nowhere else, such as CPU builds of torch. What they depend on comes with the requirements, which name them too.',
        accepts: 'a list of maps with url (https) and packages (each with its exact version)',
        default: [],
        examples: [[{ url: 'https://download.pytorch.org/whl/cpu', packages: ['torch==2.9.1'] }]],
        source:
          'with --extra-index-url any index may serve any name, and the highest version wins (dependency confusion)',
      }),
      steps: setting(z.array(step), {
        description:
          'Packages that pip installs before the rest, in this order: what another one needs to be built. `isolation: false` builds with what is installed already; `index` is the only index that the step asks.',
        accepts:
          'a list of maps with packages (each with its exact version), and optionally index (https) and isolation (true or false)',
        default: [],
        examples: [
          [
            { packages: ['numpy==2.3.5', 'setuptools==80.9.0'] },
            { packages: ['legacy-lib==1.0'], isolation: false },
          ],
        ],
      }),
      indexSecret: setting(
        z.string().check(
          z.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, {
            error: 'letters, digits and . _ - are needed: the id of the build secret',
          }),
        ),
        {
          description:
            'The id of a build secret that holds the credentials of a private index in the form of a netrc file, for any manager. It is mounted while dependencies are installed and is in no layer, argument or variable. Needs BuildKit.',
          accepts: 'the id of a BuildKit secret',
          defaultNote: 'none',
          examples: ['private_index'],
          source: 'pip, uv, Poetry, Pipenv and PDM all read ~/.netrc',
        },
      ),
    }),
    {
      description: 'How the Python dependencies are installed.',
      accepts: 'a map with manager, files, indexes, steps and indexSecret',
      examples: [{ manager: 'uv' }],
    },
  ),
}
