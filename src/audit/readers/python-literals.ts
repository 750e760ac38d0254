/** Undefined for what JavaScript cannot read, such as 1j. */
export function readNumber(text: string): number | undefined {
  const number = Number(text.replaceAll('_', ''))
  return Number.isNaN(number) ? undefined : number
}

/** The text of a literal; undefined for bytes. */
export function readString(text: string): string | undefined {
  const [, prefix = '', quote = '', body = ''] =
    /^([A-Za-z]*)("""|'''|"|')([\s\S]*)\2$/.exec(text) ?? []
  if (quote === '' || /b/i.test(prefix)) return undefined
  return /r/i.test(prefix) ? body : decodeEscapes(body)
}

function decodeEscapes(body: string): string {
  const names: Record<string, string> = { n: '\n', t: '\t', r: '\r', '\n': '' }
  return body.replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([\s\S]))/gi, (_, x, u, other) =>
    other === undefined
      ? String.fromCharCode(Number.parseInt(x ?? u, 16))
      : (names[other] ?? other),
  )
}
