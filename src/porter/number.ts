import * as z from 'zod/mini'

/** A whole number in a range. `what` is the noun phrase that completes "expected ...". */
export function wholeNumber(what: string, min: number, max = 2 ** 31 - 1) {
  return z
    .int({ error: what })
    .check(z.minimum(min, { error: what }), z.maximum(max, { error: what }))
}

/** A TCP port, 1 to 65535. */
export const port = wholeNumber('a port from 1 to 65535', 1, 65535)

/** CPU cores of one instance, above 0 and fractions allowed (Porter docs, Aug 2026: 0.5, 1, 2). */
const cores = 'a number of CPU cores above 0, such as 0.5'
export const cpuCores = z.number({ error: cores }).check(z.positive({ error: cores }))

/** Memory of one instance in MB, request and limit at once; a whole number above 0. */
export const ramMegabytes = wholeNumber('a whole number of megabytes above 0, such as 512', 1)
