import type { DockerInstruction } from '../readers/docker-instruction.ts'
import { readDockerfiles } from '../readers/dockerfiles.ts'
import { readWorkflows } from '../readers/workflows.ts'
import type { Hit, Rule } from '../rule.ts'

export const dockerfileNeedsBuildkit = {
  id: 'dockerfile-needs-buildkit',
  severity: 'warning',
  why: 'Porter builds with the classic builder unless DOCKER_BUILDKIT=1 is set where `porter apply` runs, and that one stops at this instruction.',
  fix: 'Do without it, or set DOCKER_BUILDKIT: "1" in the workflow that deploys.',
  find: (repo) => {
    const variables = readWorkflows(repo).flatMap(({ environment }) => environment)
    if (variables.some(({ name, value }) => name === 'DOCKER_BUILDKIT' && value === '1')) return []
    return readDockerfiles(repo).flatMap(({ path, directives, instructions }) => [
      ...directives
        .filter(({ name }) => name === 'syntax')
        .map(({ line }): Hit => ({ file: path, line, message: '`# syntax=` asks for BuildKit.' })),
      ...instructions.flatMap((instruction): Hit[] => {
        const feature = findFeature(instruction)
        if (!feature) return []
        return [
          { file: path, line: instruction.line, message: `${feature} works in BuildKit only.` },
        ]
      }),
    ])
  },
} as const satisfies Rule

const copyFlags = /^(?:link|parents|exclude|checksum|keep-git-dir)\b/

function findFeature({ keyword, flags, text, exec }: DockerInstruction): string | undefined {
  const copies = keyword === 'COPY' || keyword === 'ADD'
  if (keyword === 'RUN' && flags.length > 0) return `RUN --${flags[0]?.split('=')[0]}`
  const flag = copies ? flags.find((one) => copyFlags.test(one)) : undefined
  if (flag) return `${keyword} --${flag.split('=')[0]}`
  const isHeredoc =
    !exec && (copies || keyword === 'RUN') && /(?:^|\s)<<-?["']?[A-Za-z_]/.test(text)
  return isHeredoc ? `A heredoc behind ${keyword}` : undefined
}
