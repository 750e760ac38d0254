import * as z from 'zod/mini'
import { setting } from './setting.ts'
import { commandLine, domainName } from './text.ts'

/** nginx sizes: a whole number with k or m. */
const size = z
  .string()
  .check(z.regex(/^[1-9][0-9]{0,5}[km]$/, { error: 'written as nginx takes it: 10m or 512k' }))

export const exposureSettings = {
  domains: setting(z.array(domainName), {
    description: "The service's own domains.",
    accepts: 'a list of host names',
    default: [],
    examples: [['api.example.com']],
  }),
  private: setting(z.boolean(), {
    description: 'Reachable only inside the cluster.',
    accepts: 'true or false',
    default: false,
    examples: [true],
  }),
  ingress: setting(
    z.strictObject({
      maxBodySize: setting(size, {
        description: 'The largest request body that the ingress lets through.',
        accepts: 'a size such as 50m',
        defaultNote: "the ingress's own, 50m",
        examples: ['100m'],
      }),
      responseHeaderBuffer: setting(size, {
        description: 'The largest response header that the ingress lets through.',
        accepts: 'a size such as 8k',
        defaultNote: "the ingress's own, 4k",
        examples: ['16k'],
        source: 'a larger header is answered 502: upstream sent too big header',
      }),
    }),
    {
      description: 'Limits of the ingress in front of the service.',
      accepts: 'a map with maxBodySize and responseHeaderBuffer',
      examples: [{ maxBodySize: '100m' }],
    },
  ),
  predeploy: setting(commandLine, {
    description: 'A command that runs once before each deploy, such as a migration.',
    accepts: 'a command without shell syntax',
    defaultNote: 'none',
    examples: ['python manage.py migrate'],
    source: 'Porter splits it on single spaces and uses no shell',
  }),
}
