import type { PromiseId } from '../../promises.ts'
import { memoryRepo } from '../../repo/repo.ts'
import type { Path } from '../../spec/locate.ts'
import { valueAt } from '../readers/porter-files.ts'
import { isFields, readYaml, type YamlFile } from '../readers/yaml-file.ts'
import type { Broken, Guard } from './guard.ts'

/** Which promise rests on a key of porter.yaml. Keys that are not here are free: instances, domains, variables. */
const keys: readonly (readonly [RegExp, PromiseId])[] = [
  [/^version$/, 'no-override'],
  [/^name$/, 'consent'],
  [/^build\./, 'production-server'],
  [/^services\.[^.]+\.(?:name|type|run)$/, 'no-override'],
  [/^services\.[^.]+\.port$/, 'one-port'],
  [/^services\.[^.]+\.(?:cpuCores|ramMegabytes)$/, 'sized'],
  [/^services\.[^.]+\.terminationGracePeriodSeconds$/, 'drained'],
  [/^services\.[^.]+\.\w+Check\./, 'healthy'],
  [/^services\.[^.]+\.ingressAnnotations\.(?=.*timeout)/, 'kept-alive'],
]

/** What the built-in template says of these keys stays; any other documented key may be added. */
export const guardPorterFile: Guard = (own, builtIn) => {
  const [written, ours] = [own, builtIn].map(read)
  if (!written?.ok || !ours?.ok) return []
  return leaves(ours.value).flatMap(({ path, value }): Broken[] => {
    const promise = keys.find(([key]) => key.test(path.join('.')))?.[1]
    const place = findPlace(path, written.value)
    const found = place && valueAt(written.value, place)
    if (!promise || found === value) return []
    const line = lineOf(written, place ?? path)
    const wanted = JSON.stringify(value)
    const is = found === undefined ? 'is missing' : `is ${JSON.stringify(found)}`
    return [
      { promise, line, message: `\`${path.join('.')}\` ${is}; the description needs ${wanted}.` },
    ]
  })
}

function read(text: string): YamlFile {
  return readYaml(memoryRepo({ 'porter.yaml': text }), 'porter.yaml')
}

function lineOf({ locate }: Extract<YamlFile, { ok: true }>, path: Path): number {
  return locate.key(path).line ?? 1
}

/** Every scalar with its path; services go by their names, since their order means nothing. */
function leaves(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => {
      const name = isFields(item) && typeof item['name'] === 'string' ? item['name'] : index
      return leaves(item, [...path, name])
    })
  if (isFields(value))
    return Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]))
  return [{ path, value }]
}

/** The same path with positions in the place of names; undefined for a service that is not there. */
function findPlace(path: Path, top: unknown): Path | undefined {
  const place: (string | number)[] = []
  for (const step of path) {
    const here = valueAt(top, place)
    const index = Array.isArray(here)
      ? here.findIndex((item, at) => at === step || (isFields(item) && item['name'] === step))
      : undefined
    if (index === -1) return undefined
    place.push(index ?? step)
  }
  return place
}
