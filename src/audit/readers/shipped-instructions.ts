import type { DockerInstruction } from './docker-instruction.ts'
import type { Dockerfile } from './dockerfiles.ts'

/** The last of its kind in the image, which is the one that counts. */
export function lastOf(dockerfile: Dockerfile, keyword: string): DockerInstruction | undefined {
  return shippedOf(dockerfile, keyword).at(-1)
}

/** All of a kind in the image, in order. */
export function shippedOf(dockerfile: Dockerfile, keyword: string): DockerInstruction[] {
  return dockerfile.shipped
    .flatMap(({ instructions }) => instructions)
    .filter((instruction) => instruction.keyword === keyword)
}

/** CMD as the container sees it: an ENTRYPOINT in a later stage clears the one that was inherited. */
export function commandOf(dockerfile: Dockerfile): DockerInstruction | undefined {
  const stageOf = (keyword: string) =>
    dockerfile.shipped.findLastIndex(({ instructions }) =>
      instructions.some((instruction) => instruction.keyword === keyword),
    )
  return stageOf('ENTRYPOINT') > stageOf('CMD') ? undefined : lastOf(dockerfile, 'CMD')
}
