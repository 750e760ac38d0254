import type { PrepareOptions } from '../../probe.ts'
import { pause, waitFor } from '../../wait.ts'
import type { DockerClient } from './client.ts'

/** Seconds for a daemon to let go of what it is in the middle of, such as a build that was cut off. */
const mostSeconds = 30

/** Seconds after which a step whose client has gone has either ended or been given up. */
const settleSeconds = 1

/**
 * Removes every container and image of a run, by its label: also those that a step which was cut off had just begun.
 * Parents stay, as the builder's cache, and so does the image that is to be kept.
 */
export async function removeRun(
  docker: DockerClient,
  label: string,
  { signal }: PrepareOptions,
  kept?: string,
): Promise<void> {
  if (signal?.aborted) await pause(settleSeconds)
  const filter = ['--quiet', '--no-trunc', '--filter', `label=${label}`]
  await waitFor(async () => {
    const containers = await list(docker, ['ps', '--all', ...filter])
    if (containers.length > 0) await docker.run(['rm', '--force', '--volumes', ...containers])
    // Newest first, so that an image goes before the one it was made from.
    const all = await list(docker, ['images', '--all', ...filter])
    const images = all.filter((id) => id !== kept)
    if (images.length > 0) await docker.run(['rmi', '--force', '--no-prune', ...new Set(images)])
    return containers.length + images.length === 0 ? true : undefined
  }, mostSeconds)
}

async function list(docker: DockerClient, words: readonly string[]): Promise<string[]> {
  return (await docker.run(words)).stdout.split('\n').filter(Boolean)
}
