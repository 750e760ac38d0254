import type { Path } from '../locate.ts'
import type { InstallStep } from '../settings/dependencies.ts'
import type { SpecHit, SpecRule } from './rule.ts'

interface Pin {
  readonly name: string
  readonly written: string
  readonly path: Path
}

export const packagePinnedTwice = {
  id: 'package-pinned-twice',
  severity: 'error',
  why: 'A package comes from one index, in one version: named twice, the order would decide which one the image has.',
  fix: 'Keep one of the two.',
  find: ({ dependencies }) => {
    const pins = (['indexes', 'steps'] as const).flatMap((key) =>
      (dependencies?.[key] ?? []).flatMap((entry: Partial<InstallStep>, index) =>
        (entry.packages ?? []).map((written, place): Pin => {
          const path = ['dependencies', key, index, 'packages', place]
          return { name: nameOf(written), written, path }
        }),
      ),
    )
    const firsts = new Map<string, Pin>()
    return pins.flatMap((pin): SpecHit[] => {
      const first = firsts.get(pin.name)
      if (first) return [{ path: pin.path, message: `${first.written} stands above already.` }]
      firsts.set(pin.name, pin)
      return []
    })
  },
} as const satisfies SpecRule

/** Names are compared as PEP 503 says: Torch_Vision is torch-vision. */
function nameOf(pin: string): string {
  return (pin.split('==')[0] ?? '').toLowerCase().replace(/[-_.]+/g, '-')
}
