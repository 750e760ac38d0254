import type { PromiseId } from '../../promises.ts'
import type { StagedInstruction } from './staged.ts'

/** A part of the built-in Dockerfile that a promise rests on. */
interface GuardedPart {
  readonly promise: PromiseId
  /** As a sentence begins: "The start command". */
  readonly what: string
  is(instruction: StagedInstruction): boolean
}

function part(promise: PromiseId, what: string, keyword: string, text = /^/): GuardedPart {
  return {
    promise,
    what,
    is: (instruction) => instruction.keyword === keyword && text.test(instruction.text),
  }
}

/**
 * What stays as it is. Free are the base image, packages of the system, how the app's dependencies are installed, the
 * commands of the build and folders to write to.
 */
export const guardedParts: readonly GuardedPart[] = [
  {
    promise: 'production-server',
    what: 'The start of this stage',
    is: ({ keyword, text }) => keyword === 'FROM' && /^(?:base|dependencies)\b/.test(text),
  },
  {
    promise: 'production-server',
    what: 'The environment of the image',
    is: ({ keyword, text, stage }) => keyword === 'ENV' && stage === 'base' && /^PATH=/.test(text),
  },
  part('unprivileged', 'The home folder of the user', 'ENV', /^HOME=/),
  part('bind', 'The working folder of the server', 'WORKDIR'),
  part(
    'production-server',
    'The virtual environment',
    'RUN',
    /^python -m venv (?:--without-pip )?\/opt\/venv$/,
  ),
  part('production-server', 'The place that pip fills', 'ENV', /\bPIP_PYTHON=/),
  part('production-server', 'The step that installs the server', 'RUN', /\bgunicorn==/),
  {
    promise: 'no-secrets',
    what: 'The copy of the source, which is cleaned before it ships',
    is: ({ keyword, flags, text }) =>
      keyword === 'COPY' && (text === '. .' || flags.includes('from=builder')),
  },
  part('no-secrets', 'The step that removes what never ships', 'RUN', /^find \. /),
  part('unprivileged', 'The user of the service', 'RUN', /^groupadd /),
  part('unprivileged', 'The user that the container runs as', 'USER'),
  part('one-port', 'The port of the image', 'EXPOSE'),
  part('healthy', 'The health check of the image', 'HEALTHCHECK'),
  part('no-override', 'The empty entrypoint', 'ENTRYPOINT'),
  part('bind', 'The start command', 'CMD'),
]
