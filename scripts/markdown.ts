/** Stars, underscores and angle brackets mean something in Markdown outside code spans, and a bare address is a link. */
export function escapeMarkdown(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : escapeProse(part)))
    .join('')
}

function escapeProse(text: string): string {
  return text
    .split(/(https?:\/\/[^\s,;]*[^\s,;.:])/)
    .map((part, index) => (index % 2 === 1 ? `\`${part}\`` : part.replace(/[*_<>]/g, '\\$&')))
    .join('')
}
