import * as z from 'zod/mini'

const SCRIPT = 'Put it into a script in the image and run that script.'

/**
 * What cannot survive Porter's handling of a command. Its charts do
 * `trim command | splitList " "` into the container's `command:` (porter-charts,
 * applications/worker/templates/deployment.yaml; probe commands alike): no shell, no quoting, and
 * two spaces give an empty argument.
 */
const hazards: { holds: RegExp; says: string; fix: string }[] = [
  {
    holds: /\p{Cc}/u,
    says: 'holds a line break, tab or control character: Porter splits on single spaces only',
    fix: 'Write the command on one line, with one space between its words.',
  },
  {
    holds: /^ | $| {2}/,
    says: 'holds a leading, trailing or doubled space: Porter splits on each single space',
    fix: 'Leave exactly one space between words and none at the ends.',
  },
  {
    holds: /["'`]/,
    says: 'holds a quote: Porter splits on spaces without a shell, so quotes reach the program',
    fix: `Write the arguments without quotes and spaces. ${SCRIPT}`,
  },
  {
    holds: /\$/,
    says: 'holds "$": there is no shell to expand a variable',
    fix: `Write the value itself, or read the variable in the program. ${SCRIPT}`,
  },
  {
    holds: /&&|[|;<>]|(?:^| )&(?: |$)/,
    says: 'holds "&&", "|", ";", "<", ">" or "&": there is no shell to interpret it',
    fix: SCRIPT,
  },
  {
    holds: /^[A-Za-z_]\w*=/,
    says: 'starts with a variable assignment: without a shell that is taken as the program',
    fix: 'Set the variable under env.',
  },
]

const form = `a command, or "" for the image's own CMD`

/** A command that means the same after Porter's splitting. Empty is the image's own CMD. */
export const command = z.string({ error: form }).check(
  z.superRefine((value, context) => {
    for (const { holds, says, fix } of hazards) {
      if (holds.test(value)) context.addIssue({ code: 'custom', message: says, params: { fix } })
    }
  }),
)

/** A command that must be there: without one these jobs would start the server, and never end. */
export const requiredCommand = command.check(
  z.refine((value) => value !== '', {
    error: 'is empty: the image would start its server here, which never ends',
    params: { fix: 'Write the command to run.' },
  }),
)
