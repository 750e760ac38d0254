import { usualDescription } from '../program.ts'
import { shell } from './escape.ts'

/** Every command of ours that reads a description, as texts print it. */
const reading = /(?<=npx hoptix-deploy )(?:init|generate|check|plan|verify)\b/g

/** A text with its commands as they must be typed: another description than the usual one is named in each. */
export function repeatSpec(text: string, description: string): string {
  // What no line of a shell can hold cannot be repeated.
  if (description === usualDescription || /[\p{Cc}\p{Cs}]/u.test(description)) return text
  return text.replace(reading, (command) => `${command} --spec ${shell(description)}`)
}
