import { type Fields, isFields, type Path, type PorterProblem, pathText } from './problem.ts'

const SINGLE = ['livenessCheck', 'readinessCheck', 'startupCheck']

function combinedBesideSingle(service: Fields, path: Path): PorterProblem[] {
  const beside = SINGLE.filter((key) => isFields(service[key]))
  if (!isFields(service.healthCheck) || beside.length === 0) return []
  const message = `${pathText(path)} has healthCheck beside ${beside.join(', ')}: Porter allows one style.`
  const fix = `Remove healthCheck, or remove ${beside.join(', ')}.`
  return [{ path: [...path, 'healthCheck'], message, fix }]
}

function oneTarget(check: Fields, path: Path): PorterProblem[] {
  const targets = ['httpPath', 'command'].filter((key) => check[key] !== undefined)
  if (targets.length === 2) {
    const message = `${pathText(path)} has httpPath and command: a check is one of them.`
    return [{ path, message, fix: 'Keep httpPath (HTTP) or command, and remove the other.' }]
  }
  if (targets.length === 1 || check.enabled !== true) return []
  const message = `${pathText(path)} is enabled, but says nothing to check.`
  return [{ path, message, fix: 'Add httpPath (HTTP) or command.' }]
}

/** The rules across the health checks of one service. */
export function checkProblems(service: Fields, path: Path): PorterProblem[] {
  const each = ['healthCheck', ...SINGLE].flatMap((key) => {
    const check = service[key]
    return isFields(check) ? oneTarget(check, [...path, key]) : []
  })
  return [...combinedBesideSingle(service, path), ...each]
}
