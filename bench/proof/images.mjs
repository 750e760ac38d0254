import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { timed } from './docker.mjs'
import { benchImage } from './wheels.mjs'

export const builders = ['classic', 'buildkit']

/**
 * Cold builds and rebuilds of every set-up, round by round, so that a busy moment of the machine meets all of them.
 * Sizes are in bytes, with and without the base image; times in milliseconds, one for each round.
 */
export async function measureImages(docker, kits, wanted, { cold, rebuilds }) {
  const rows = []
  for (const builder of wanted) {
    const built = kits.filter((kit) => kit.builders.includes(builder))
    const times = built.map(() => ({ cold: [], rebuild: [] }))
    for (let round = 0; round < cold; round += 1)
      for (const [index, kit] of built.entries()) {
        await forgetMounts(docker)
        times[index].cold.push(await timed(() => build(docker, kit, builder, '--no-cache')))
      }
    // What was built without the cache is not always found by the build after it.
    await buildAll(docker, built, builder)
    for (let round = 0; round < rebuilds; round += 1)
      for (const [index, kit] of built.entries()) {
        appendFileSync(join(kit.folder, 'app.py'), `\n# Edit ${round}, ${builder}.\n`)
        times[index].rebuild.push(await timed(() => build(docker, kit, builder)))
      }
    for (const [index, kit] of built.entries()) {
      const size = await sizeOf(docker, tagOf(kit, builder))
      const own = size - (await sizeOf(docker, benchImage))
      rows.push({ builder, id: kit.id, name: kit.name, size, own, ...times[index] })
    }
  }
  return rows
}

export function tagOf(kit, builder) {
  return `hoptix-deploy-bench/${kit.id}:${builder}`
}

export async function buildAll(docker, kits, builder) {
  for (const kit of kits) await build(docker, kit, builder)
}

/** Tags alone: the layers stay as the daemon's cache. */
export async function removeImages(docker, kits) {
  const tags = kits.flatMap((kit) => builders.map((builder) => tagOf(kit, builder)))
  for (const tag of tags) await docker(['rmi', '--no-prune', tag]).catch(() => {})
}

function build(docker, kit, builder, ...options) {
  const words = ['build', ...options, '--tag', tagOf(kit, builder), kit.folder]
  return docker(words, { DOCKER_BUILDKIT: builder === 'buildkit' ? '1' : '0' })
}

/** What `RUN --mount=type=cache` kept outlives --no-cache, and a first build has none of it. */
async function forgetMounts(docker) {
  await docker(['builder', 'prune', '--force', '--filter', 'type=exec.cachemount'])
}

async function sizeOf(docker, image) {
  return Number(await docker(['image', 'inspect', '--format', '{{.Size}}', image]))
}
