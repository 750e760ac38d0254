import { memoryRepo } from '../../repo/repo.ts'
import type { DockerInstruction } from '../readers/docker-instruction.ts'
import { readDockerfiles } from '../readers/dockerfiles.ts'

/** An instruction and the stage it stands in. */
export interface StagedInstruction extends DockerInstruction {
  /** Empty for the final stage, which has no name. */
  readonly stage: string
  readonly key: string
}

/** Undefined when the file cannot be read, which a rule of its own says. */
export function readStaged(text: string): StagedInstruction[] | undefined {
  const [dockerfile] = readDockerfiles(memoryRepo({ Dockerfile: text }))
  if (!dockerfile || dockerfile.problem) return undefined
  let stage = ''
  return dockerfile.instructions.map((instruction) => {
    const { keyword, flags, text: rest, exec } = instruction
    if (keyword === 'FROM') stage = /\s+as\s+(\S+)$/i.exec(rest)?.[1]?.toLowerCase() ?? ''
    const said = exec ? JSON.stringify(exec) : rest.replace(/\s+/g, ' ').trim()
    return { ...instruction, stage, key: [stage, keyword, ...flags, said].join(' ') }
  })
}
