import { managers } from '../../facts/managers.ts'
import type { SpecHit, SpecRule } from './rule.ts'

export const dependencyFileOfAnotherManager = {
  id: 'dependency-file-of-another-manager',
  severity: 'error',
  why: 'Each manager reads its own files and ignores the rest, so the image would lack what they list.',
  fix: 'Name the files of the manager, or the manager of the files.',
  find: ({ dependencies }) => {
    const manager = dependencies?.manager ?? 'pip'
    const expected = managers[manager].files
    const files = dependencies?.files
    if (!files) return []
    if (manager === 'pip')
      return files.flatMap((file, index) => (isManifest(file) ? [pipHit(file, index)] : []))
    const missing = expected.filter((name) => !files.includes(name))
    return missing.length > 0
      ? [
          {
            path: ['dependencies', 'files'],
            message: `${manager} reads ${expected.join(' and ')}; ${missing.join(' and ')} is not in the list, or not at the top of \`root\`.`,
          },
        ]
      : []
  },
} as const satisfies SpecRule

function isManifest(file: string): boolean {
  return /(?:\.toml|\.lock|\.cfg|(?:^|\/)Pipfile|(?:^|\/)setup\.py)$/.test(file)
}

function pipHit(file: string, index: number): SpecHit {
  return {
    path: ['dependencies', 'files', index],
    message: `pip cannot read ${file} as a list of requirements.`,
    fix: 'Name the manager of the lock file, or write a requirements file, as `uv pip compile` or `pip freeze` do.',
  }
}
