import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { makeFolder, publishedFolder, publishFolder, removeFolder } from '../../io/folders.ts'
import type { Environment } from '../../io/process.ts'
import type { Prepared } from '../probe.ts'

export type Failure = Extract<Prepared, { ok: false }>

export type Cached = { readonly ok: true; readonly folder: string } | Failure

/** Where virtual environments are kept from run to run. */
export function cacheFolder({ XDG_CACHE_HOME, HOME = '/tmp' }: Environment): string {
  return join(XDG_CACHE_HOME || join(HOME, '.cache'), 'hoptix-deploy', 'venvs')
}

/**
 * A folder made from certain inputs, made once. It is filled under a name of its own and then linked to: a virtual
 * environment cannot be moved, and nobody may meet a half-filled one.
 */
export async function cached(
  cache: string,
  inputs: unknown,
  fill: (folder: string) => Promise<Failure | undefined>,
): Promise<Cached> {
  const key = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 24)
  const link = join(cache, key)
  const present = publishedFolder(link)
  if (present !== undefined) return { ok: true, folder: present }
  removeFolder(link) // a link to a folder that was cleared away
  const folder = makeFolder(cache, `${key}.`)
  let failure: Failure | undefined
  let isFilled = false
  try {
    failure = await fill(folder)
    isFilled = failure === undefined && publishFolder(folder, link)
  } finally {
    if (!isFilled) removeFolder(folder)
  }
  return failure ?? { ok: true, folder: publishedFolder(link) ?? folder }
}
