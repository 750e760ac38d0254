import { existsSync, statSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { usualDescription } from '../program.ts'

/** The real machine: its streams, its terminal, its disk. */
export function openMachine() {
  // A reader that has seen enough (`| head`) is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
  return {
    columns: process.stdout.columns ?? (Number(process.env['COLUMNS']) || 80),
    color: wantsColor(),
    /** Ends this process at once. */
    end: (exitCode: number): never => process.exit(exitCode),
    // Asked for by one command: opening standard input takes time.
    get isInteractive() {
      return Boolean(process.stdin.isTTY && process.stdout.isTTY)
    },
    write: (text: string) => void process.stdout.write(text),
    writeError: (text: string) => void process.stderr.write(text),
    openContext,
  }
}

async function openContext({ cwd = '.', spec = usualDescription }: ContextOptions) {
  const top = resolve(cwd)
  if (!existsSync(top) || !statSync(top).isDirectory())
    throw wrongCall(`There is no folder ${top}.`)
  const { diskRepo } = await import('./disk-repo.ts')
  return {
    top,
    specFile: relative(top, resolve(top, spec)).split(sep).join('/'),
    repo: diskRepo(top),
  }
}

interface ContextOptions {
  /** The top of the repository. */
  readonly cwd?: string
  /** The description, relative to the top. */
  readonly spec?: string
}

/** https://no-color.org, and FORCE_COLOR as other command line tools read it. */
function wantsColor(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (NO_COLOR) return false
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0'
  return Boolean(process.stdout.isTTY) && TERM !== 'dumb'
}

function wrongCall(message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code: 'ENOENT', path: '' })
}
