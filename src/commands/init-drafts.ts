import type { AppCandidate } from '../detect/apps.ts'
import { nameService } from '../detect/name.ts'
import type { Draft } from '../detect/write-description.ts'
import type { ProfileId } from '../facts/profiles.ts'
import { compareText } from '../findings/finding.ts'
import type { FrameworkId } from '../frameworks/index.ts'
import type { InitOptions } from './init-options.ts'

/** The app that a service is made of. */
export type Chosen = Pick<AppCandidate, 'app' | 'root' | 'appDir' | 'framework'>

/** The framework that a flag names wins over what was found. */
export function withFramework(chosen: Chosen, { framework }: InitOptions): Chosen {
  return framework === undefined ? chosen : { ...chosen, framework: framework as FrameworkId }
}

/** The likeliest app of every folder: two in one folder would be one image, and one of them is seldom served. */
export function onePerFolder(apps: readonly AppCandidate[]): AppCandidate[] {
  return apps.filter(({ root }, index) => apps.findIndex((app) => app.root === root) === index)
}

/** A service for each folder, named after it. CORS stays with the code of each, as no answer fits them all. */
export function draftAll(
  services: readonly AppCandidate[],
  app: string,
  options: InitOptions,
): Draft[] {
  const inOrder = services.toSorted((a, b) => compareText(a.root, b.root))
  const lastFolder = ({ root }: AppCandidate) => root.split('/').at(-1)
  return inOrder.map((service) => {
    const isAlone =
      inOrder.filter((other) => lastFolder(other) === lastFolder(service)).length === 1
    const name = nameService(app, (isAlone && lastFolder(service)) || service.root)
    return draftOf(withFramework(service, options), name, options, options.origin ?? [])
  })
}

export function draftOf(
  { app, root, appDir, framework }: Chosen,
  name: string,
  { port, profile }: InitOptions,
  origins: readonly string[],
): Draft {
  return {
    name,
    app,
    ...(root === '.' ? {} : { root }),
    ...(appDir === '.' ? {} : { appDir }),
    ...(framework === 'wsgi' ? {} : { framework }),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(profile === undefined ? {} : { profile: profile as ProfileId }),
    ...(origins.length > 0 ? { cors: { origins: [...origins] } } : {}),
  }
}
