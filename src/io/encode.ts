/**
 * Encodes texts one after the other into the same memory, so that each result is valid until the next. Memory of its own
 * for each of thousands of files would not be given back before the next collection.
 */
export function reusingEncoder(): (text: string) => Uint8Array {
  const encoder = new TextEncoder()
  let memory = new Uint8Array()
  return (text) => {
    // No character takes more than three bytes for each of its units.
    if (memory.length < 3 * text.length) memory = new Uint8Array(3 * text.length)
    return memory.subarray(0, encoder.encodeInto(text, memory).written)
  }
}
