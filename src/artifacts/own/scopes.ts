import { didYouMean } from '../../findings/did-you-mean.ts'
import type { Shape } from './shape.ts'

/** What names mean at a place of a template: the innermost loop first, the whole view last. */
export type Scopes = readonly Shape[]

export type Found =
  /** No shape for what a loop itself provides, such as `@first`. */
  { ok: true; shape?: Shape } | { ok: false; message: string; fix?: string }

const loopData = ['first', 'last', 'index', 'key']

/** What a path such as `cors.origins`, `this`, `../name` or `@first` leads to. */
export function lookUp(path: hbs.AST.PathExpression, scopes: Scopes): Found {
  const missing = { ok: false, message: `There is no ${path.original} here.` } as const
  if (path.data) {
    const [name] = path.parts
    const isKnown = scopes.length > 1 && path.depth === 0 && path.parts.length === 1
    return isKnown && loopData.includes(String(name)) ? { ok: true } : missing
  }
  let shape = scopes[path.depth]
  for (const part of path.parts) {
    const inner: Shape | undefined = shape?.names.get(String(part))
    const fix = inner ? undefined : suggest(String(part), shape, scopes)
    if (!inner) return { ...missing, ...(fix && { fix }) }
    shape = inner
  }
  return shape ? { ok: true, shape } : missing
}

function suggest(name: string, shape: Shape | undefined, scopes: Scopes): string | undefined {
  const depth = scopes.findIndex((scope) => scope.names.has(name))
  if (depth > 0) return `Did you mean \`${'../'.repeat(depth)}${name}\`, outside the loop?`
  const close = didYouMean(name, [...(shape?.names.keys() ?? [])])
  return close && `Did you mean \`${close}\`?`
}
