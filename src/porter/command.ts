import * as z from 'zod/mini'
import { findCommandHazards } from './command-hazards.ts'

const form = `a command, or "" for the image's own CMD`

/** A command that means the same after Porter's splitting. Empty is the image's own CMD. */
export const command = z.string({ error: form }).check(
  z.superRefine((value, context) => {
    for (const { says, fix } of findCommandHazards(value))
      context.addIssue({ code: 'custom', message: says, params: { fix } })
  }),
)

/** A command that must be there: without one these jobs would start the server, and never end. */
export const requiredCommand = command.check(
  z.refine((value) => value !== '', {
    error: 'is empty: the image would start its server here, which never ends',
    params: { fix: 'Write the command to run.' },
  }),
)
