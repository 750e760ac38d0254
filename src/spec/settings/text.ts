import * as z from 'zod/mini'

/** Text patterns that several keys share. Each message completes "… : ". */

const lowerDigitsDashes = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/

/** Names that Kubernetes turns into `<NAME>_PORT=tcp://…` service links, which those servers read as settings. */
const serviceLinkNames = ['gunicorn', 'uvicorn']

/** Porter: at most 31 characters, `[a-z0-9-]`, alphanumeric at both ends. */
export const porterName = z.string().check(
  z.regex(lowerDigitsDashes, {
    error: 'only lower-case letters, digits and dashes, with a letter or digit at both ends',
  }),
  z.maxLength(31, { error: 'Porter allows at most 31 characters' }),
  z.refine((name) => !serviceLinkNames.includes(name), {
    error:
      'Kubernetes would set a variable of this name ending in _PORT=tcp://…, which the server reads',
  }),
)

/** A relative path with forward slashes that stays inside the folder it starts from. */
export const relativePath = z.string().check(
  z.regex(/^[A-Za-z0-9._@+/-]+$/, {
    error: 'only letters, digits and . _ - + @ with forward slashes',
  }),
  z.refine((path) => !path.startsWith('/'), { error: 'a relative path is needed' }),
  z.refine((path) => !path.split('/').includes('..'), {
    error: 'the path must stay inside the repository',
  }),
  z.refine((path) => !path.split('/').some((part) => part.startsWith('-')), {
    error: 'a path segment that starts with a dash reads as an option',
  }),
  z.refine((path) => !/\/\/|\/$|(?:^|\/)\.\/|.\/\.$/.test(path), {
    error: 'write it without //, /./ or a slash at the end',
  }),
)

/** A relative path that names a file, never the folder itself. */
export const relativeFile = relativePath.check(
  z.refine((path) => path !== '.', {
    error: 'a file name is needed',
  }),
)

/** An absolute path inside the container. */
export const containerPath = z.string().check(
  z.regex(/^\/(?:[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*\/)*[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*$/, {
    error: 'an absolute path inside the container is needed, such as /app/uploads',
  }),
)

/** POSIX: the form that every shell, Docker and Kubernetes accept. */
export const envName = z.string().check(
  z.maxLength(256, { error: 'at most 256 characters' }),
  z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
    error: 'letters, digits and underscores, not starting with a digit',
  }),
)

/** A line of a Dockerfile holds at most 65,535 bytes, and Linux gives one variable 128 KiB. */
const longest = 8_192

export const envValue = z
  .string()
  .check(z.maxLength(longest, { error: `at most ${longest} characters` }))

/** RFC 9110 token: methods and header names. */
export const httpToken = z.string().check(
  z.regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, {
    error: 'a token of RFC 9110: no spaces, commas or colons',
  }),
)

/** A host name of at least two labels, as DNS and Porter take it. */
export const domainName = z.string().check(
  z.maxLength(253),
  z.regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/, {
    error: 'a lower-case host name without scheme, port or path',
  }),
)

/** A Debian package name (Debian Policy 5.6.1), with an optional exact version. */
export const debianPackage = z.string().check(
  z.regex(/^[a-z0-9][a-z0-9+.-]+(?:=[A-Za-z0-9.+:~-]+)?$/, {
    error: 'a Debian package name, such as ffmpeg or libpq5',
  }),
)

/** A command, or a line of shell: never empty. Control characters are refused for every text of the description. */
export const commandLine = z.string().check(
  z.maxLength(longest, { error: `at most ${longest} characters` }),
  z.refine((command) => command.trim() !== '', { error: 'an empty command does nothing' }),
)
