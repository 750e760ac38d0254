import { type Fields, isFields, type PorterProblem } from './problem.ts'
import { serviceProblems } from './service-rules.ts'

const has = (fields: Fields, key: string) => fields[key] !== undefined && fields[key] !== null

function buildOrImage(app: Fields): PorterProblem[] {
  if (has(app, 'build') && has(app, 'image')) {
    const message = 'build and image are both set: Porter takes the image from one of them.'
    return [{ path: ['image'], message, fix: 'Keep build or image and remove the other.' }]
  }
  if (has(app, 'build') || has(app, 'image')) return []
  const message = 'Neither build nor image is set: there is nothing to deploy.'
  return [{ path: [], message, fix: 'Add build (method, context, dockerfile) or image.' }]
}

/** Which keys of `build` each method needs and which it ignores (Porter docs, Aug 2026). */
const METHODS: Record<string, { needs: string; ignores: string[] }> = {
  docker: { needs: 'dockerfile', ignores: ['builder', 'buildpacks'] },
  pack: { needs: 'builder', ignores: ['dockerfile'] },
}

function buildMethod({ build }: Fields): PorterProblem[] {
  if (!isFields(build) || typeof build.method !== 'string') return []
  if (!Object.hasOwn(METHODS, build.method)) return []
  const { method } = build
  const { needs, ignores } = METHODS[method] as (typeof METHODS)[string]
  const missing = has(build, needs)
    ? []
    : [
        {
          path: ['build'],
          message: `build.method is ${method}, but build.${needs} is missing.`,
          fix: `Add build.${needs}.`,
        },
      ]
  const ignored = ignores
    .filter((key) => has(build, key))
    .map((key) => ({
      path: ['build', key],
      message: `build.${key} has no effect: build.method is ${method}.`,
      fix: `Remove build.${key}, or change build.method.`,
    }))
  return [...missing, ...ignored]
}

function uniqueServiceNames(services: unknown[]): PorterProblem[] {
  const names = services.map((service) => (isFields(service) ? service.name : undefined))
  return names.flatMap((name, at) => {
    if (typeof name !== 'string' || names.indexOf(name) === at) return []
    const message = `services[${at}].name is ${JSON.stringify(name)}, as is services[${names.indexOf(name)}].name.`
    const fix = 'Give each service a name of its own: Porter merges services by name.'
    return [{ path: ['services', at, 'name'], message, fix }]
  })
}

/**
 * The rules that span fields, on whatever was parsed: they look only at values of the right type,
 * so that a wrong type elsewhere hides none of them (that one is for the schema to report).
 */
export function crossFieldProblems(document: unknown): PorterProblem[] {
  if (!isFields(document)) return []
  const services = Array.isArray(document.services) ? document.services : []
  return [
    ...buildOrImage(document),
    ...buildMethod(document),
    ...uniqueServiceNames(services),
    ...services.flatMap((service, at) =>
      isFields(service) ? serviceProblems(service, ['services', at]) : [],
    ),
  ]
}
