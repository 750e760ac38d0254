/** Something in a command that does not reach the program as it is meant. */
export interface CommandHazard {
  readonly pattern: RegExp
  /** What the command does and why it fails; completes "The command …". */
  readonly says: string
  readonly fix: string
}

export const RUN_A_SCRIPT = 'Put the command into a script in the image and run that script.'
const OR_A_SCRIPT = 'or put the command into a script in the image and run that script.'

/**
 * The one list of what a command must not hold, for porter.yaml and hoptix.yaml alike. Porter's charts do
 * `trim command | splitList " "` into the container's `command:` (porter-charts,
 * applications/worker/templates/deployment.yaml; probe commands alike): no shell, no quoting, and two spaces give an
 * empty argument. `&`, `|`, `;`, `<`, `>` and `\` are refused within a word too, where they would arrive unchanged:
 * nearly everyone who writes one means the shell. `*`, `?`, `~`, `#`, brackets and parentheses are allowed, since
 * programs take them as arguments (`celery -Q mail.*`).
 */
const commandHazards: readonly CommandHazard[] = [
  {
    pattern: /["']/,
    says: 'holds a quote: Porter splits on spaces without a shell, so quotes reach the program',
    fix: `Write the arguments without quotes and spaces, ${OR_A_SCRIPT}`,
  },
  {
    pattern: /`/,
    says: 'holds a backtick: there is no shell to run what it encloses',
    fix: RUN_A_SCRIPT,
  },
  {
    pattern: /\$/,
    says: 'holds "$": there is no shell to expand a variable',
    fix: `Write the value itself, read the variable in the program, ${OR_A_SCRIPT}`,
  },
  {
    pattern: /^[A-Za-z_]\w*=/,
    says: 'starts with a variable assignment: without a shell that is taken as the program',
    fix: 'Set the variable under env.',
  },
  {
    pattern: /&/,
    says: 'holds "&": there is no shell to run a second command, or one in the background',
    fix: RUN_A_SCRIPT,
  },
  {
    pattern: /\|/,
    says: 'holds "|": there is no shell to join two commands',
    fix: RUN_A_SCRIPT,
  },
  {
    pattern: /;/,
    says: 'holds ";": there is no shell to run a second command',
    fix: RUN_A_SCRIPT,
  },
  {
    pattern: /[<>]/,
    says: 'holds "<" or ">": there is no shell to redirect input or output',
    fix: RUN_A_SCRIPT,
  },
  {
    pattern: /\\/,
    says: 'holds a backslash: there is no shell to read it as an escape, so it reaches the program',
    fix: `Write the arguments without backslashes and spaces, ${OR_A_SCRIPT}`,
  },
  {
    pattern: /\p{Cc}|[^\S ]/u,
    says: 'holds a line break, tab, control character or a space other than the plain one: Porter splits on plain spaces only',
    fix: 'Write the command on one line, with one plain space between its words.',
  },
  {
    pattern: /^ | $| {2}/,
    says: 'holds a leading, trailing or doubled space: Porter splits on each single space',
    fix: 'Leave exactly one space between words and none at the ends.',
  },
]

/** Everything in a command that Porter's splitting breaks; empty when each word stands for itself. */
export function findCommandHazards(command: string): CommandHazard[] {
  return commandHazards.filter(({ pattern }) => pattern.test(command))
}
