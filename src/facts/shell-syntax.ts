/** What Porter's splitting on single spaces would break, with the words that name it. */
const shellSyntax: readonly { name: string; pattern: RegExp }[] = [
  { name: 'quotes', pattern: /["'`]/ },
  { name: 'a variable ($)', pattern: /\$/ },
  { name: 'a variable set in front of it', pattern: /^[A-Za-z_][A-Za-z0-9_]*=/ },
  { name: '&', pattern: /&/ },
  { name: 'a pipe (|)', pattern: /\|/ },
  { name: 'a semicolon', pattern: /;/ },
  { name: 'a redirection (> or <)', pattern: /[<>]/ },
  { name: 'a backslash', pattern: /\\/ },
  { name: 'a run of spaces, or one at an end', pattern: /^\s|\s\s|\s$|[^\S ]/ },
]

/** Names the first thing in a command that only a shell understands; undefined when every word stands for itself. */
export function findShellSyntax(command: string): string | undefined {
  return shellSyntax.find(({ pattern }) => pattern.test(command))?.name
}
