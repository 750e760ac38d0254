import type { ServiceFiles } from '../artifacts/render.ts'
import { didYouMean } from '../findings/did-you-mean.ts'
import type { Finding } from '../findings/finding.ts'
import type { CommandContext } from './context.ts'
import { finding } from './verify-findings.ts'

type Chosen =
  | { readonly ok: true; readonly services: readonly ServiceFiles[] }
  | { readonly ok: false; readonly findings: readonly Finding[] }

/** The services that were named, in the order of the description; all of them when none was. */
export function chooseServices(
  services: readonly ServiceFiles[],
  names: readonly string[],
  { specFile }: CommandContext,
): Chosen {
  const known = services.map(({ plan }) => plan.name.value)
  const unknown = [...new Set(names)].filter((name) => !known.includes(name))
  if (unknown.length > 0)
    return { ok: false, findings: unknown.map((name) => tellUnknown(name, known, specFile)) }
  const isMeant = ({ plan }: ServiceFiles) => names.length === 0 || names.includes(plan.name.value)
  return { ok: true, services: services.filter(isMeant) }
}

function tellUnknown(name: string, known: readonly string[], file: string): Finding {
  const similar = didYouMean(name, known)
  const fix = similar ? `Did you mean \`${similar}\`?` : `Name one of: ${known.join(', ')}.`
  return finding('service-unknown', `The description has no service ${name}.`, { file }, fix)
}
