import type { DockerInstruction } from '../readers/docker-instruction.ts'
import { judgeAddition } from './dockerfile-additions.ts'
import { guardedParts } from './dockerfile-parts.ts'
import type { Broken, Guard } from './guard.ts'
import { readStaged, type StagedInstruction } from './staged.ts'

/** The instructions that a promise rests on stay, in their order and stage; what is added keeps away from them. */
export const guardDockerfile: Guard = (own, builtIn) => {
  const [written, ours] = [own, builtIn].map(readStaged)
  if (!written || !ours) return []
  const guarded = new Set<string>()
  const kept = new Set<StagedInstruction>()
  const broken: Broken[] = []
  let at = -1
  for (const instruction of ours) {
    const part = guardedParts.find(({ is }) => is(instruction))
    if (!part) continue
    guarded.add(instruction.key)
    const same = written.findIndex(({ key }, index) => index > at && key === instruction.key)
    const found = written[same]
    if (found) {
      kept.add(found)
      at = same
    } else {
      const { promise, what } = part
      broken.push({ promise, ...describeLoss(instruction, what, written, at) })
    }
  }
  // Of what is guarded there is one; a second is an addition.
  const free = new Set(ours.map(({ key }) => key).filter((key) => !guarded.has(key)))
  const added = written.filter((instruction) => !kept.has(instruction))
  const reported = new Set(broken.map(({ line }) => line))
  return [
    ...broken,
    ...added
      .filter(({ line }) => !reported.has(line))
      .flatMap((instruction) => {
        const before = written.slice(0, written.indexOf(instruction))
        return judgeAddition(instruction, { before, kept, isOurs: free.has(instruction.key) })
      }),
  ]
}

function describeLoss(
  instruction: StagedInstruction,
  what: string,
  written: readonly StagedInstruction[],
  at: number,
): { line: number; message: string } {
  const { keyword, stage } = instruction
  const moved = written.find(({ key }) => key === instruction.key)
  if (moved) return { line: moved.line, message: `${what} stands at another place.` }
  const same = written
    .slice(at + 1)
    .filter((other) => other.keyword === keyword && other.stage === stage)
  // Of the many RUN and COPY only one that speaks of the same thing is the one that was changed.
  const isRepeated = keyword === 'RUN' || keyword === 'COPY' || keyword === 'FROM'
  const changed = isRepeated ? same.find((other) => isAlike(other, instruction)) : same[0]
  const differs = (line: string, index: number) => line !== instruction.source[index]
  if (changed)
    return {
      line: changed.line + Math.max(0, changed.source.findIndex(differs)),
      message: `${what} is not what the built-in template writes.`,
    }
  const line = written[at]?.line ?? 1
  return { line, message: `${what} is missing; it belongs behind this line.` }
}

/** The same first words, or most of the same words. */
function isAlike(a: DockerInstruction, b: DockerInstruction): boolean {
  const [one, other] = [a, b].map(({ text }) => new Set(text.split(/\s+/)))
  if (!one || !other) return false
  const common = [...one].filter((word) => other.has(word)).length
  return common * 2 >= Math.max(one.size, other.size)
}
