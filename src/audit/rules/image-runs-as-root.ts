import { imageEnvironment } from '../readers/docker-variables.ts'
import { type Dockerfile, readDockerfiles } from '../readers/dockerfiles.ts'
import { expandVariables } from '../readers/shell-words.ts'
import { lastOf } from '../readers/shipped-instructions.ts'
import type { Hit, Rule } from '../rule.ts'

export const imageRunsAsRoot = {
  id: 'image-runs-as-root',
  severity: 'error',
  why: 'Who breaks into the app is root in the container then, and one mistake away from the node; by a name Kubernetes cannot tell, and refuses under runAsNonRoot.',
  fix: 'End the final stage with a number other than 0: `USER 10001:10001`.',
  find: (repo) => readDockerfiles(repo).flatMap(judge),
} as const satisfies Rule

function judge(dockerfile: Dockerfile): Hit[] {
  const file = dockerfile.path
  const last = lastOf(dockerfile, 'USER')
  if (dockerfile.problem) return []
  if (!last) {
    // Bases that bring their own user say so in their name.
    const base = dockerfile.shipped[0]?.base ?? ''
    if (/nonroot|rootless|^cgr\.dev\//.test(base)) return []
    return [{ file, message: 'The image has no USER, so the app runs as root.' }]
  }
  const user = expandVariables(last.text.split(':')[0] ?? '', imageEnvironment(dockerfile))?.trim()
  if (user === undefined || /^0*[1-9][0-9]*$/.test(user)) return []
  const isRoot = user === 'root' || /^0+$/.test(user)
  const message = isRoot ? 'The app runs as root.' : `USER ${user} is a name, not a number.`
  return [{ file, line: last.line, message }]
}
