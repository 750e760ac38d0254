/** What a line of a requirements file names besides packages of an index. */
export interface RequirementsEntry {
  readonly kind: 'requirements' | 'constraints' | 'path'
  /** As written. */
  readonly target: string
  /** Counts from 1. */
  readonly line: number
}

const kinds: Readonly<Record<string, RequirementsEntry['kind']>> = {
  '-r': 'requirements',
  '--requirement': 'requirements',
  '-c': 'constraints',
  '--constraint': 'constraints',
  '-e': 'path',
  '--editable': 'path',
  '-f': 'path',
  '--find-links': 'path',
}

/** pip takes `-r base.txt`, `-rbase.txt` and `--requirement=base.txt` alike. */
const option =
  /^(-[rcef]|--(?:requirement|constraint|editable|find-links)(?=[\s=]))[\s=]*["']?([^\s"';]+)/

/** Every file and folder of this machine that a requirements file needs: those are not there unless they are copied. */
export function readEntries(text: string): RequirementsEntry[] {
  return text.split(/\r?\n/).flatMap((written, index): RequirementsEntry[] => {
    const line = written.replace(/(?:^|\s)#.*/, '').trim()
    const [, flag = '', value = ''] = option.exec(line) ?? []
    const target = flag === '' ? localPath(line) : isRemote(value) ? undefined : value
    return target === undefined ? [] : [{ kind: kinds[flag] ?? 'path', target, line: index + 1 }]
  })
}

/** The lines that name one more index; they count from 1. The address is left out: it may hold a password. */
export function findExtraIndexLines(text: string): number[] {
  return text
    .split(/\r?\n/)
    .flatMap((line, index) => (/^\s*--extra-index-url(?:\s|=)/.test(line) ? [index + 1] : []))
}

/** The path of a requirement that is one, by the rules of pip: it has a slash, a leading dot or the name of an archive. */
function localPath(line: string): string | undefined {
  if (line.startsWith('-')) return undefined
  const address = /^[\w.-]+\s*(?:\[[^\]]*\])?\s*@\s*(\S+)/.exec(line)?.[1]
  const target = address ?? line.split(/[\s;]/)[0] ?? ''
  const isPath = /\/|^\.|\.(?:whl|zip|tar\.gz|tgz|tar\.bz2|tar\.xz)(?:\[|$)|^file:/.test(target)
  return isPath && !isRemote(target) ? target : undefined
}

function isRemote(target: string): boolean {
  return (
    /^(?:(?:git|hg|svn|bzr)\+|[a-z][a-z0-9+.-]*:\/\/)/i.test(target) &&
    !/^(?:\w+\+)?file:/i.test(target)
  )
}
