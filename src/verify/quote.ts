/** Far more than an answer of our own has; error pages of others can have any length. */
const longest = 160

/** Text of a server for people to read: one line, short, and nothing in it that a terminal would obey. */
export function quote(text: string): string {
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text
  return shown.trim().replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
}
