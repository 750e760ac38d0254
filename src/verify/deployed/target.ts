import { type Plan, servesWeb } from '../../plan/plan.ts'

/** What is to be probed, and the plan it is held against. `message` says what is wrong and what to do. */
export type DeployedTarget =
  | { readonly ok: true; readonly url: URL; readonly plan: Plan }
  | { readonly ok: false; readonly message: string }

/** The service that a URL belongs to; without a URL, the one whose domain the description names. */
export function chooseDeployed(plans: readonly Plan[], text?: string): DeployedTarget {
  const services = plans.filter(servesWeb)
  if (text === undefined) return chooseByDomain(services)
  const parsed = parseDeployedUrl(text)
  if (!parsed.ok) return parsed
  const { url } = parsed
  const owner = services.find(({ domains }) => domains.value.includes(url.hostname))
  const plan = owner ?? (services.length === 1 ? services[0] : undefined)
  if (plan) return { ok: true, url, plan }
  const message =
    services.length === 0
      ? 'The description has no web service, and nothing else can be asked from outside.'
      : `The description has ${services.length} web services, and ${url.hostname} is a domain of none. Name the service before --url, or add the address to its \`domains\`.`
  return { ok: false, message }
}

function chooseByDomain(services: readonly Plan[]): DeployedTarget {
  const found = services.flatMap((plan) => {
    const [domain] = plan.domains.value
    return domain === undefined
      ? []
      : [{ ok: true, url: new URL(`https://${domain}`), plan } as const]
  })
  const [only, ...others] = found
  if (only && others.length === 0) return only
  const message = only
    ? `Several services have domains: ${found.map(({ url }) => url.hostname).join(', ')}. Name one, such as --url ${only.url.origin}.`
    : 'The description names no domain. Give the address of the service, such as --url https://api.example.com.'
  return { ok: false, message }
}

type ParsedUrl =
  | { readonly ok: true; readonly url: URL }
  | { readonly ok: false; readonly message: string }

/** Scheme, host and port: everything else comes from the description, or is nobody's business. */
export function parseDeployedUrl(text: string): ParsedUrl {
  const refuse = (message: string): ParsedUrl => ({ ok: false, message })
  const url = URL.canParse(text) ? new URL(text) : undefined
  // `api.example.com:8443` parses too, with a scheme of that name.
  if (!url || !text.includes('://'))
    return refuse(`--url must be an address such as https://api.example.com, with its scheme.`)
  if (url.username || url.password)
    return refuse(
      `--url must not hold a user or password: they would end up in logs. Remove what stands before the @.`,
    )
  if (url.protocol !== 'https:')
    return refuse(
      `--url must begin with https://, since what is deployed must be reached over TLS; plain http is looked at besides.`,
    )
  if (url.pathname !== '/' || url.search || url.hash)
    return refuse(
      `--url takes no path: the health path comes from hoptix.yaml. Write ${url.origin}.`,
    )
  return { ok: true, url }
}
