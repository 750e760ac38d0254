import { spawnSync } from 'node:child_process'
import { skipFor } from './skip.ts'

export type ShellName = 'bash' | 'fish' | 'zsh'

/**
 * For `describe.skipIf`: true where a shell is missing and cannot be installed, which is said aloud. With CI=true it
 * throws instead.
 */
export function mustSkipShell(shell: ShellName): boolean {
  const obstacle = isThere(shell) ? undefined : install(shell)
  return obstacle === undefined ? false : skipFor(`completion in ${shell}`, obstacle)
}

function isThere(shell: ShellName): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0
}

/** From Debian, as root; what stands in the way otherwise. */
function install(shell: ShellName): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return `there is no ${shell}, and installing it needs Debian and root`
  const get = 'apt-get -o DPkg::Lock::Timeout=300'
  const wanted = `${get} install -y -q --no-install-recommends ${shell}`
  // The package lists may be missing or too old to fetch from: only then is an update worth it.
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', `${wanted} || { ${get} update -q && ${wanted}; }`],
    {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    },
  )
  return status === 0 ? undefined : `${shell} could not be installed:\n${stderr.slice(-500)}`
}
