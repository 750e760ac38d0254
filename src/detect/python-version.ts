import { type PythonVersion, pythonVersions } from '../facts/python.ts'
import type { Repo } from '../repo/repo.ts'

/** The Python that the repository asks for, when it is one that we support. */
export function detectPython(root: string, repo: Repo): PythonVersion | undefined {
  const folders = root === '.' ? [''] : [`${root}/`, '']
  const texts = folders.flatMap((folder) => [
    repo.read(`${folder}.python-version`),
    repo.read(`${folder}runtime.txt`),
  ])
  const wanted = texts
    .map((text) => /^\s*(?:python-)?(3\.[0-9]+)/.exec(text ?? '')?.[1])
    .find(Boolean)
  return pythonVersions.find((version) => version === wanted)
}
