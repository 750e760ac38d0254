import { randomBytes } from 'node:crypto'

/** The name of a file on its way to its place: beside its target, so that renaming it is atomic. */
export function stagingName(target: string): string {
  return `.${target.replace(/^\./, '')}.hoptix-deploy-${randomBytes(4).toString('hex')}.tmp`
}

/** Recognises what a killed run left behind. */
export function isStagingName(name: string): boolean {
  return /^\..+\.hoptix-deploy-[0-9a-f]{8}\.tmp$/.test(name)
}
