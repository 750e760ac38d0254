import type { Broken, Guard } from './guard.ts'

/** What decides which file is applied to which app: the command, and the variables that it reads. */
const deploys = /\bporter apply\b|^PORTER_[A-Z_]+: /

/** The step that applies our file to our app stays as it is; steps, jobs and branches are free. */
export const guardWorkflow: Guard = (own, builtIn) => {
  const written = new Set(linesOf(own))
  return linesOf(builtIn)
    .filter((line) => deploys.test(line) && !written.has(line))
    .map((line): Broken => {
      const message = `The line \`${line}\` is gone, so another file or another app may be deployed.`
      return { promise: 'no-override', message }
    })
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trim())
}
