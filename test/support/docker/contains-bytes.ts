/** Finds a text in a stream too large to hold, also where it straddles two chunks. */
export function containsBytes(text: string) {
  const needle = Buffer.from(text)
  let tail = Buffer.alloc(0)
  let found = false
  return {
    feed(chunk: Buffer): void {
      if (found) return
      const window = Buffer.concat([tail, chunk])
      found = window.includes(needle)
      tail = window.subarray(Math.max(0, window.length - needle.length + 1))
    },
    found: () => found,
  }
}
