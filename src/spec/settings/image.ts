import * as z from 'zod/mini'
import { envNameGuard } from './environment.ts'
import { setting } from './setting.ts'
import {
  commandLine,
  containerPath,
  debianPackage,
  envName,
  envValue,
  relativeFile,
} from './text.ts'

/**
 * One entry of the ignore list. A bare name (with * and ?) is ignored at every depth; a path is ignored where it
 * stands. Exactly this grammar means the same to .dockerignore and to `find`, so both can enforce it.
 */
const ignoreEntry = z.union(
  [
    z.string().check(
      z.regex(/^[A-Za-z0-9._@*?-]+$/),
      z.refine((name) => !/^(?:\.{1,2}|[*?.]+|-.*)$/.test(name) && !name.includes('**')),
    ),
    // A plus is a quantifier to the matcher of older builders.
    relativeFile.check(z.refine((path) => path.includes('/') && !path.includes('+'))),
  ],
  { error: 'a bare name such as *.csv, or a path without wildcards such as docs/drafts' },
)

/** Each file that is needed is held against each entry: two lists without end would take for ever. */
const ignoreList = z.array(ignoreEntry).check(z.maxLength(500, { error: 'at most 500 entries' }))

const namePart = '[a-z0-9]+(?:(?:[.]|_|__|-+)[a-z0-9]+)*'
const registry = '[a-z0-9]+(?:[.-][a-z0-9]+)*(?::[0-9]+)?'

/** The grammar of github.com/distribution/reference, with a tag or digest that must be there. */
const imageReference = z.string().check(
  z.regex(
    new RegExp(
      `^(?:${registry}/)?${namePart}(?:/${namePart})*(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`,
    ),
    { error: 'an image reference with a tag or digest, such as python:3.13-slim-trixie@sha256:…' },
  ),
  z.refine((reference) => reference.replace(/(?::[^:/]*)?(?:@.*)?$/, '').length <= 200, {
    error: 'Docker allows names of at most 255 characters, its own prefix included',
  }),
  z.refine((reference) => /@sha256:|[^/]:[^/]+$/.test(reference), {
    error: 'an image without tag or digest changes under you',
  }),
)

export const systemSettings = {
  system: setting(
    z.strictObject({
      packages: setting(z.array(debianPackage), {
        description: 'Debian packages that the running service needs.',
        accepts: 'a list of Debian package names',
        default: [],
        examples: [['ffmpeg', 'libpq5']],
      }),
      buildPackages: setting(z.array(debianPackage), {
        description:
          'Debian packages that only the build needs, such as compilers; they never reach the image.',
        accepts: 'a list of Debian package names',
        default: [],
        examples: [['gcc', 'libpq-dev']],
      }),
    }),
    {
      description: 'Debian packages.',
      accepts: 'a map with packages and buildPackages',
      examples: [{ packages: ['ffmpeg'] }],
    },
  ),
}

export const imageSettings = {
  image: setting(
    z.strictObject({
      base: setting(imageReference, {
        description:
          'The base image of every stage: Debian with the Python of `python`, and `useradd`.',
        accepts: 'an image reference with a tag or digest',
        defaultNote: 'python:<python>-slim-trixie',
        examples: ['python:3.13-slim-bookworm'],
        source: 'python:3.13-slim changes its Debian release under you, so the release is named',
      }),
      build: setting(z.array(commandLine), {
        description:
          'Commands that run in the builder after the source is in place, such as collectstatic. Each starts in the folder of the service, in a shell of its own; the first that fails ends the build.',
        accepts: 'a list of commands',
        default: [],
        examples: [['python manage.py collectstatic --noinput']],
      }),
      ignore: setting(ignoreList, {
        description: 'More files to keep out of the image: bare names at every depth, or paths.',
        accepts: 'a list of at most 500 names and paths',
        default: [],
        examples: [['*.csv', 'docs/drafts']],
      }),
      env: setting(z.record(envNameGuard(envName), envValue), {
        description: 'Environment variables of the image, known in the build too.',
        accepts: 'a map of text to text',
        default: {},
        examples: [{ DJANGO_SETTINGS_MODULE: 'mysite.settings' }],
      }),
      path: setting(z.array(containerPath), {
        description: 'Folders put in front of PATH.',
        accepts: 'a list of absolute paths',
        default: [],
        examples: [['/opt/tools/bin']],
      }),
      writable: setting(z.array(containerPath), {
        description: 'Folders the app writes: made in the image and owned by its user.',
        accepts: 'a list of absolute paths',
        default: [],
        examples: [['/app/uploads']],
      }),
    }),
    {
      description: 'The container image.',
      accepts: 'a map',
      examples: [{ build: ['python manage.py collectstatic --noinput'] }],
    },
  ),
}
