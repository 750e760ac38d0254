/**
 * Tells whether a name matches a pattern of `find -name`: `*` stands for any characters, `?` for one. What stands between
 * two stars is looked for once, where it comes first, so that many stars take no more time than one; a regular expression
 * would try every way to share the name out among them.
 */
export function globMatcher(pattern: string): (name: string) => boolean {
  if (!/[*?]/.test(pattern)) return (name) => name === pattern
  const [start = '', ...between] = pattern.split('*')
  const end = between.pop()
  if (end === undefined) return (name) => name.length === start.length && fitsAt(name, start, 0)
  return (name) => {
    if (!fitsAt(name, start, 0)) return false
    let position = start.length
    for (const text of between) {
      while (!fitsAt(name, text, position)) {
        position += 1
        if (position > name.length) return false
      }
      position += text.length
    }
    const rest = name.length - end.length
    return rest >= position && fitsAt(name, end, rest)
  }
}

function fitsAt(name: string, text: string, position: number): boolean {
  if (position + text.length > name.length) return false
  for (let index = 0; index < text.length; index += 1)
    if (text[index] !== '?' && text[index] !== name[position + index]) return false
  return true
}
