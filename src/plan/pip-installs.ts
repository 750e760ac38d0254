import type { Plan } from './plan.ts'

/** How pip fills the virtual environment: what stands behind `pip install`, one list of words for each run. */
export interface PipInstalls {
  /** One package and version each. Every run is held to them, so that none replaces what an earlier one installed. */
  readonly pins: readonly string[]
  /** Before the requirements: packages of other indexes, then the steps. */
  readonly pinned: readonly (readonly string[])[]
  readonly requirements: readonly string[]
  /** What comes from an index comes alone; whether the requirements brought what it needs is checked at the end. */
  readonly checks: boolean
}

/**
 * pip cannot tie a package to an index: with --extra-index-url the highest version of any index wins. So each run
 * asks one index only, and no later run may change the result: it stops where it would have to.
 */
export function pipInstalls(plan: Plan, pinsFile: string): PipInstalls {
  const indexes = plan['dependencies.indexes'].value
  const steps = plan['dependencies.steps'].value
  const pins = [...indexes, ...steps].flatMap(({ packages }) => packages)
  const held = pins.length > 0 ? ['--constraint', pinsFile] : []
  const fromIndex = (url: string | undefined) => (url === undefined ? [] : ['--index-url', url])
  return {
    pins,
    pinned: [
      ...indexes.map(({ url, packages }) => [
        ...held,
        ...fromIndex(url),
        // Its dependencies would come from this index too, which serves only what is named for it.
        '--no-deps',
        ...packages.map(nameOf),
      ]),
      ...steps.map(({ packages, index, isolation = true }) => [
        ...held,
        ...fromIndex(index),
        ...(isolation ? [] : ['--no-build-isolation']),
        ...packages.map(nameOf),
      ]),
    ],
    requirements: [
      ...held,
      ...plan['dependencies.files'].value.flatMap((file) => ['--requirement', file]),
    ],
    checks: indexes.length > 0,
  }
}

function nameOf(pin: string): string {
  return pin.split('==')[0] ?? pin
}
