import { proveArtifacts } from '../../../src/audit/prove.ts'
import type { Finding } from '../../../src/findings/finding.ts'
import { renderDescription } from '../../support/examples.ts'
import { templateText } from '../../support/views.ts'

export const wsgi = `
name: shop
root: backend
app: app:app
framework: flask
logFormat: json
cors: { origins: ['https://shop.example.com'], credentials: true }
templates: ours
`
export const asgi = wsgi.replace('flask', 'fastapi').replace('logFormat: json\n', '')

export const deployed = `${wsgi}ci: github\nporter: { project: 1, cluster: 2, deploymentTarget: 7d3f1c52-0b8e-4f6a-9a41-2c5d8e6b7f90 }\n`

/** One edit of an ejected template. */
export type Edit = readonly [from: string | RegExp, to: string]

interface Edited {
  readonly findings: readonly Finding[]
  /** The first line of the template that the edit changed. */
  readonly line: number
}

export function edit(template: string, edits: readonly Edit[], description = wsgi): Edited {
  const before = templateText(template)
  const after = edits.reduce((text, [from, to]) => {
    const next = text.replace(from, to)
    if (next === text) throw new Error(`${template} does not hold ${from}`)
    return next
  }, before)
  const old = before.split('\n')
  const line = after.split('\n').findIndex((text, index) => text !== old[index]) + 1
  const { artifacts } = renderDescription(description, { [`ours/${template}`]: after })
  return { findings: proveArtifacts(artifacts), line }
}
