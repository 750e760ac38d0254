import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { median } from '../measure.mjs'
import { timed } from './docker.mjs'

export const builders = ['classic', 'buildkit']

/**
 * Cold builds and rebuilds of every set-up, round by round, so that a busy moment of the machine meets all of them.
 * @returns {Promise<{builder: string, name: string, size: number, own: number, cold: number, rebuild: number}[]>}
 *   Sizes in bytes, with and without the base image; times in milliseconds.
 */
export async function measureImages(docker, kits, { cold, rebuilds }) {
  const rows = []
  for (const builder of builders) {
    const built = kits.filter((kit) => kit.builders.includes(builder))
    const seen = built.map(() => ({ cold: [], rebuild: [] }))
    const build = (kit, ...options) =>
      docker(['build', ...options, '--tag', tagOf(kit, builder), kit.folder], {
        DOCKER_BUILDKIT: builder === 'buildkit' ? '1' : '0',
      })
    for (let round = 0; round < cold; round += 1)
      for (const [index, kit] of built.entries()) {
        await forgetMounts(docker)
        seen[index].cold.push(await timed(() => build(kit, '--no-cache')))
      }
    // The layers of a build without cache are found by the next one, but only the next one says so.
    for (const kit of built) await build(kit)
    for (let round = 0; round < rebuilds; round += 1)
      for (const [index, kit] of built.entries()) {
        appendFileSync(join(kit.folder, 'app.py'), `\n# edit ${round} of ${builder}\n`)
        seen[index].rebuild.push(await timed(() => build(kit)))
      }
    for (const [index, kit] of built.entries()) {
      const { cold, rebuild } = seen[index]
      const size = await sizeOf(docker, tagOf(kit, builder))
      const own = size - (await sizeOf(docker, 'hoptix-deploy-bench/python:3.13-slim-trixie'))
      rows.push({ builder, id: kit.id, name: kit.name, size, own, cold, rebuild })
    }
  }
  return rows
}

export function tagOf(kit, builder = 'classic') {
  return `hoptix-deploy-bench/${kit.id}:${builder}`
}

/** What `RUN --mount=type=cache` kept outlives --no-cache, and a first build has none of it. */
async function forgetMounts(docker) {
  await docker(['builder', 'prune', '--force', '--filter', 'type=exec.cachemount'])
}

async function sizeOf(docker, image) {
  return Number(await docker(['image', 'inspect', '--format', '{{.Size}}', image]))
}
