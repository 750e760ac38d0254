import type { Plan } from '../../plan/plan.ts'
import { askHealth } from '../health.ts'
import {
  type ContainerFacts,
  judge,
  type PreparedService,
  type Probe,
  type RunningService,
  unseen,
} from '../probe.ts'

export const runsUnprivileged = {
  id: 'runs-unprivileged',
  looksAt: 'starts',
  why: 'Who breaks into an app that runs as root is root in the container, and clusters refuse such an image.',
  fix: 'Keep `USER 10001:10001` in the Dockerfile, and name every folder that the app writes in `image.writable`.',
  async run(prepared, plan) {
    const hits = prepared.user === undefined ? [] : judgeWord(prepared.user)
    const strict = await look(prepared, plan, {})
    if (!strict?.isAnswered) {
      if (hits.length > 0) return judge('', hits)
      return strict
        ? unseen('not looked at, since it gives no answer', 'earlier')
        : unseen('a process runs as whoever started it, on the whole file system', 'runtime')
    }
    const loose = await look(prepared, plan, { writableRoot: true })
    return judge(`user ${prepared.user}, and nothing is written on the root file system`, [
      ...hits,
      ...strict.hits,
      ...(loose?.written ?? []).map(
        (path) => `it writes ${path}, which image.writable does not name`,
      ),
    ])
  },
} as const satisfies Probe

/** Kubernetes reads the word alone: of a name it cannot tell whether it means root. */
function judgeWord(user: string): string[] {
  const [word = ''] = user.split(':')
  if (word === '' || word === 'root' || /^0+$/.test(word)) return ['the image runs as root']
  return /^\d+$/.test(word) ? [] : [`USER ${user} is a name, which runAsNonRoot refuses`]
}

interface Seen {
  readonly isAnswered: boolean
  readonly hits: readonly string[]
  readonly written: readonly string[]
}

/** Starts it, has it answer, and looks at what it then is and has done; undefined outside of containers. */
async function look(
  prepared: PreparedService,
  plan: Plan,
  options: { readonly writableRoot?: true },
): Promise<Seen | undefined> {
  const running = await prepared.start(options)
  try {
    const { container } = running
    if (!container) return undefined
    const { answer, hits } = await askHealth(running, plan)
    const isAnswered = answer.status > 0
    if (isAnswered)
      for (const path of ['/', '/hoptix-deploy-no-such-path']) await running.request({ path })
    return {
      isAnswered,
      hits: [...hits, ...judgeUsers(container), ...refusals(running)],
      written: await container.written(),
    }
  } finally {
    await running.stop()
  }
}

function judgeUsers(container: ContainerFacts): string[] {
  const users = container.users()
  if (users === undefined) return []
  return users.includes(0) ? ['a process of it has user 0, which is root'] : []
}

/** What the kernel says to whoever writes there, in Python's words: EROFS. */
function refusals(running: RunningService): string[] {
  const lines = running.log().filter((line) => line.includes('Read-only file system'))
  return [...new Set(lines)].map((line) => `it was refused to write: ${line}`)
}
