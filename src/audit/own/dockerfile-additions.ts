import { clearedVariables } from '../../facts/environment.ts'
import type { PromiseId } from '../../promises.ts'
import { variablesOf } from '../readers/docker-variables.ts'
import type { Broken } from './guard.ts'
import type { StagedInstruction } from './staged.ts'

/** Where an instruction that is not guarded stands. */
interface Position {
  readonly before: readonly StagedInstruction[]
  readonly kept: ReadonlySet<StagedInstruction>
  /** Whether the built-in template writes it too. */
  readonly isOurs: boolean
}

/** Only the built-in ones have a say in these. */
const exclusive: Readonly<Record<string, PromiseId>> = {
  CMD: 'no-override',
  ENTRYPOINT: 'no-override',
  EXPOSE: 'one-port',
  HEALTHCHECK: 'healthy',
  ONBUILD: 'bind',
  SHELL: 'no-secrets',
  STOPSIGNAL: 'drained',
  USER: 'unprivileged',
  VOLUME: 'unprivileged',
  WORKDIR: 'bind',
}

/** Files that the promises rest on: they come from the source and nothing changes them on the way. */
const guardedFiles = /gunicorn\.conf|hoptix_server|bin\/gunicorn\b|\/usr\/bin\/env\b/

const installs =
  /\b(?:pip3?|uv|poetry|pipenv|pdm|conda|easy_install)\b[^&|;]*\b(?:install|sync|add|uninstall|remove)\b/

/** What an added instruction would break. */
export function judgeAddition(instruction: StagedInstruction, position: Position): Broken[] {
  if (position.isOurs && !installs.test(instruction.text)) return []
  const { keyword, line } = instruction
  const [found] = [
    judgeKeyword(instruction),
    judgeStage(instruction, position),
    judgeVariables(instruction),
    judgeFiles(instruction),
    judgeCopy(instruction, position),
    judgeInstall(instruction, position),
  ].filter((verdict) => verdict !== undefined)
  return found ? [{ line, promise: found.promise, message: `${keyword}: ${found.message}` }] : []
}

type Verdict = Omit<Broken, 'line'> | undefined

function judgeKeyword({ keyword }: StagedInstruction): Verdict {
  const promise = exclusive[keyword]
  return promise && { promise, message: 'only the one of the built-in template may stand here.' }
}

/** A stage that is opened between ours takes instructions of ours into itself, or becomes the image. */
function judgeStage({ keyword, key }: StagedInstruction, { before, kept }: Position): Verdict {
  const isFirst = /^base FROM /.test(key)
  if (keyword !== 'FROM' || isFirst || ![...before].some((one) => kept.has(one))) return undefined
  return { promise: 'production-server', message: 'a stage of your own belongs above `AS base`.' }
}

function judgeVariables(instruction: StagedInstruction): Verdict {
  const { keyword } = instruction
  if (keyword !== 'ENV' && keyword !== 'ARG') return undefined
  const owned: readonly string[] = ['PATH', 'HOME', 'PIP_PYTHON', 'PORT', ...clearedVariables]
  const taken = variablesOf(instruction).find(({ name }) => owned.includes(name))
  return taken && { promise: 'bind', message: `the image or the server owns ${taken.name}.` }
}

function judgeFiles({ keyword, text }: StagedInstruction): Verdict {
  const [file] = guardedFiles.exec(text) ?? []
  if (!file || !['RUN', 'COPY', 'ADD'].includes(keyword)) return undefined
  return { promise: 'bind', message: `nothing but its own template changes ${file}.` }
}

/** Whatever comes from the repository is cleaned before it ships, or is one named file that is no secret. */
function judgeCopy(
  { keyword, flags, text, exec, stage }: StagedInstruction,
  { before, kept }: Position,
): Verdict {
  if (keyword !== 'COPY' && keyword !== 'ADD') return undefined
  if (flags.some((flag) => flag.startsWith('from='))) return undefined
  const isCleaned = before.some((one) => kept.has(one) && /^find \. /.test(one.text))
  if ((stage === 'dependencies' || stage === 'builder') && !isCleaned) return undefined
  const sources = (exec ?? text.split(/\s+/)).slice(0, -1)
  const unsafe = sources.find((source) => !isHarmlessFile(source))
  if (unsafe === undefined) return undefined
  const message = `${unsafe} would ship as it lies in the repository; copy it in the builder, above the step that removes what never ships, then take it with \`COPY --from=builder\`.`
  return { promise: 'no-secrets', message }
}

/** With an ending, so that it is no folder, and with none that keys and credentials have. */
function isHarmlessFile(source: string): boolean {
  const name = source.split('/').at(-1) ?? ''
  if (/[*?[\]$]/.test(source) || !/^[A-Za-z0-9_@+-][^/]*\.[A-Za-z0-9]+$/.test(name)) return false
  return !/\.(?:key|pem|p12|pfx|jks|env)$|^id_|credential|secret|service-account|password/i.test(
    name,
  )
}

function judgeInstall({ keyword, text }: StagedInstruction, position: Position): Verdict {
  const isLate = position.before.some(
    (one) => position.kept.has(one) && /gunicorn==/.test(one.text),
  )
  if (keyword !== 'RUN' || !isLate || !installs.test(text)) return undefined
  const message =
    'packages are installed before the server, so that none of them replaces it; put this above.'
  return { promise: 'production-server', message }
}
