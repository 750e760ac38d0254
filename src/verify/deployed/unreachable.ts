import type { Failure } from '../../io/failure.ts'

/** What a failed connection means, where the code alone tells it. */
const causes: Readonly<
  Record<string, { readonly blame: 'machine' | 'service'; readonly text: string }>
> = {
  EAI_AGAIN: { blame: 'machine', text: 'the name server of this machine does not answer' },
  ENETUNREACH: { blame: 'machine', text: 'this machine has no route to its address' },
  ENETDOWN: { blame: 'machine', text: 'the network of this machine is down' },
  EADDRNOTAVAIL: { blame: 'machine', text: 'this machine has no address to ask from' },
  EACCES: { blame: 'machine', text: 'this machine forbids the connection' },
  EPERM: { blame: 'machine', text: 'this machine forbids the connection' },
  ENOTFOUND: {
    blame: 'service',
    text: 'DNS has no address for the name. Create the record that Porter shows for the domain, and correct the name if it is misspelt; a new record takes a while to be seen everywhere',
  },
  ECONNREFUSED: {
    blame: 'service',
    text: 'the connection is refused: nothing listens there. Does the name still lead to the load balancer of the cluster?',
  },
  ETIMEDOUT: {
    blame: 'service',
    text: 'nothing answers, neither yes nor no. Does the name lead to the load balancer of the cluster, and does a firewall let this machine in?',
  },
  EHOSTUNREACH: {
    blame: 'service',
    text: 'its network says that there is no such host. Does the name lead to the load balancer of the cluster?',
  },
  ECONNRESET: { blame: 'service', text: 'the connection is cut off at once' },
}

/** Somebody did answer, so that this machine has a network, whatever it looks like. */
const answered = ['ECONNREFUSED', 'ECONNRESET']

/** Whose fault it is that there is no connection, and why. A machine without a network proves nothing. */
export function explainUnreachable(
  { codes, message }: Failure,
  hasNetwork: boolean,
): { readonly blame: 'machine' | 'service'; readonly text: string } {
  const known = codes.flatMap((code) => causes[code] ?? [])
  const fault = known.find(({ blame }) => blame === 'service') ?? known[0]
  if (!hasNetwork && !codes.some((code) => answered.includes(code)))
    return { blame: 'machine', text: `this machine has no network (${message})` }
  return fault
    ? { ...fault, text: `${fault.text} (${message})` }
    : { blame: 'service', text: message }
}
