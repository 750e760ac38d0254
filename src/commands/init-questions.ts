import { detectCors } from '../detect/cors.ts'
import type { Detected } from '../detect/index.ts'
import type { Draft } from '../detect/write-description.ts'
import { type Finding, formatLocation } from '../findings/finding.ts'
import type { FrameworkId } from '../frameworks/index.ts'
import { ask } from '../io/ask.ts'
import type { Repo } from '../repo/repo.ts'
import { serviceSchema } from '../spec/schema.ts'
import { type Chosen, draftAll, draftOf, onePerFolder, withFramework } from './init-drafts.ts'
import type { InitOptions } from './init-options.ts'

type Answers = { ok: true; drafts: Draft[] } | { ok: false; findings: Finding[] }

/** Flags first, then what was found, then questions; without a terminal a question becomes a finding. */
export async function askForMissing(
  options: InitOptions,
  detected: Detected,
  repo: Repo,
  mayAsk: boolean,
): Promise<Answers> {
  const services = onePerFolder(detected.apps)
  if (options.all && services.length > 1)
    return { ok: true, drafts: draftAll(services, detected.name, options) }
  const chosen = options.app
    ? fromFlags(options, detected)
    : await chooseApp(detected, options, mayAsk)
  if (!chosen) return { ok: false, findings: [unansweredApp(detected)] }
  if (chosen === 'all') return { ok: true, drafts: draftAll(services, detected.name, options) }
  const name = options.name ?? (mayAsk ? await askName(detected.name) : detected.name)
  if (name === undefined) return brokenOff
  const root = options.root ?? chosen.root
  const origins = options.origin ?? (mayAsk ? await askOrigins(root, repo) : [])
  if (origins === undefined) return brokenOff
  return { ok: true, drafts: [draftOf({ ...chosen, root }, name, options, origins)] }
}

const everyOne = 'All of them: one service for each folder'

const brokenOff: Answers = {
  ok: false,
  findings: [
    {
      rule: 'answer-needed',
      severity: 'error',
      message: 'The questions were broken off.',
      fix: 'Run `npx hoptix-deploy init` again, or give the answers as flags.',
      where: { file: 'hoptix.yaml' },
    },
  ],
}

function fromFlags(options: InitOptions, { apps }: Detected): Chosen {
  const found = apps.find(({ app, root }) => app === options.app && (options.root ?? root) === root)
  return {
    app: options.app ?? '',
    root: options.root ?? found?.root ?? '.',
    appDir: found?.appDir ?? '.',
    framework: (options.framework as FrameworkId | undefined) ?? found?.framework ?? 'wsgi',
  }
}

async function chooseApp(
  { apps }: Detected,
  options: InitOptions,
  mayAsk: boolean,
): Promise<Chosen | 'all' | undefined> {
  const fitting = apps.filter(({ root }) => options.root === undefined || root === options.root)
  const [only] = fitting
  if (only && fitting.length === 1) return withFramework(only, options)
  if (!mayAsk) return undefined
  if (fitting.length > 1) {
    const all = onePerFolder(fitting).length > 1 ? [{ value: everyOne }] : []
    const options_ = [
      ...fitting.map(({ app, file, line }) => ({ value: `${app} (${file}:${line})` })),
      ...all,
    ]
    const answer = await ask({
      kind: 'choice',
      message: 'Which of these is the service?',
      options: options_,
    })
    if (answer === everyOne) return 'all'
    const index = options_.findIndex(({ value }) => value === answer)
    const picked = fitting[index]
    return picked && withFramework(picked, options)
  }
  const answer = await ask({
    kind: 'text',
    message: 'The application, as module:callable or module:factory()',
    initial: 'app:app',
    validate: (text) => problemWith('app', text),
  })
  return answer === undefined
    ? undefined
    : withFramework({ app: answer, root: '.', appDir: '.', framework: 'wsgi' }, options)
}

async function askName(initial: string): Promise<string | undefined> {
  return ask({
    kind: 'text',
    message: 'The name of the Porter app',
    initial,
    validate: (text) => problemWith('name', text),
  })
}

/** Asked only where the code answers CORS itself: taking that over must be somebody's decision. */
async function askOrigins(root: string, repo: Repo): Promise<string[] | undefined> {
  const cors = detectCors(root, repo)
  if (!cors) return []
  const message = `CORS is set in ${formatLocation(cors)}. Allowed origins, or empty to keep it there`
  const split = (text: string) => text.split(/[\s,]+/).filter(Boolean)
  const answer = await ask({
    kind: 'text',
    message,
    initial: '',
    validate: (text) => (text === '' ? undefined : problemWith('cors', { origins: split(text) })),
  })
  return answer === undefined ? undefined : split(answer)
}

/** The same schema that judges the file judges the answer. */
function problemWith(key: 'app' | 'name' | 'cors', value: unknown): string | undefined {
  const result = serviceSchema.shape[key].safeParse(value)
  const [issue] = result.error?.issues ?? []
  const inner = issue?.code === 'invalid_union' ? issue.errors.at(-1)?.[0] : issue
  return inner?.message
}

function unansweredApp({ apps }: Detected): Finding {
  const where = apps[0] ? { file: apps[0].file, line: apps[0].line } : { file: 'hoptix.yaml' }
  const found = apps.map(
    ({ app, root, file, line }) => `--root ${root} --app "${app}" (${file}:${line})`,
  )
  return {
    rule: 'answer-needed',
    severity: 'error',
    message:
      apps.length > 1
        ? 'Several apps were found, and only you know which of them is the service.'
        : 'No Flask, Django, FastAPI or Starlette app was found at the top of any module.',
    fix:
      apps.length > 1
        ? `Choose one: ${found.join(', ')}.${onePerFolder(apps).length > 1 ? ' Or take all of them, one service for each folder: `--all`.' : ''}`
        : 'Name it: `--app module:callable`, or `--app "module:factory()"`.',
    where,
  }
}
