import { parse as parseToml } from 'smol-toml'
import { joinPath } from '../facts/paths.ts'
import type { Finding } from '../findings/finding.ts'
import type { Repo } from '../repo/repo.ts'
import { detectDependencies } from './dependencies.ts'

/** A manifest that names no exact versions yet: no manager of ours installs from it, and pip cannot read it. */
export function findUnlocked(root: string, repo: Repo): Finding | undefined {
  if (detectDependencies(root, repo)) return undefined
  const lock = lockCommand(repo.read(joinPath(root, 'pyproject.toml')))
  const [manifest, command] = lock
    ? ['pyproject.toml', lock]
    : ['Pipfile', repo.has(joinPath(root, 'Pipfile')) ? 'pipenv lock' : undefined]
  if (!command) return undefined
  const file = joinPath(root, manifest)
  const compile =
    manifest === 'Pipfile'
      ? '`pip freeze > requirements.txt`'
      : '`uv pip compile pyproject.toml -o requirements.txt`, or `pip freeze > requirements.txt`'
  return {
    rule: 'dependencies-not-locked',
    severity: 'error',
    message: `${file} names dependencies, but no file beside it says which versions to install, so two builds of one commit could differ.`,
    fix: `Make a lock file with \`${command}\`${root === '.' ? '' : ` in ${root}`}, or a requirements.txt with ${compile}. Then run \`npx hoptix-deploy init\` again.`,
    where: { file },
  }
}

/** By the tool that a pyproject.toml was written for; undefined when it is there for linters only. */
function lockCommand(manifest: string | undefined): string | undefined {
  try {
    const { project, tool } = parseToml(manifest ?? '') as {
      project?: unknown
      tool?: { poetry?: unknown; pdm?: unknown }
    }
    if (tool?.poetry) return 'poetry lock'
    if (tool?.pdm) return 'pdm lock'
    return project ? 'uv lock' : undefined
  } catch {
    // A file that does not parse locks nothing; `audit` is where it is reported.
    return undefined
  }
}
