/** What a template may ask for: the names of a view, level by level. */
export interface Shape {
  readonly names: Map<string, Shape>
  /** What each entry looks like; undefined for what is no list. */
  item: Shape | undefined
}

export function emptyShape(): Shape {
  return { names: new Map(), item: undefined }
}

/** Adds the names of a value: those of a map, and those of all entries of a list. */
export function addValue(shape: Shape, value: unknown): Shape {
  if (Array.isArray(value)) {
    shape.item ??= emptyShape()
    for (const entry of value) addValue(shape.item, entry)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) addValue(childOf(shape, name), part)
  }
  return shape
}

/** The names that a template asks for. The built-in one also knows those that this service leaves empty. */
export function addUses(shape: Shape, program: hbs.AST.Program): Shape {
  use(program, [shape])
  return shape
}

function use(program: hbs.AST.Program | undefined, scopes: readonly Shape[]): void {
  for (const statement of program?.body ?? []) {
    if (statement.type === 'MustacheStatement')
      for (const param of (statement as hbs.AST.MustacheStatement).params) touch(param, scopes)
    if (statement.type !== 'BlockStatement') continue
    const block = statement as hbs.AST.BlockStatement
    const [touched] = block.params.map((param) => touch(param, scopes))
    const loops = (block.path as hbs.AST.PathExpression).original === 'each'
    if (loops && touched) touched.item ??= emptyShape()
    use(block.program, loops && touched?.item ? [touched.item, ...scopes] : scopes)
    use(block.inverse, scopes)
  }
}

function touch(expression: hbs.AST.Expression, scopes: readonly Shape[]): Shape | undefined {
  const path = expression as hbs.AST.PathExpression
  if (expression.type !== 'PathExpression' || path.data) return undefined
  return path.parts.reduce<Shape | undefined>(
    (shape, part) => shape && childOf(shape, String(part)),
    scopes[path.depth],
  )
}

function childOf(shape: Shape, name: string): Shape {
  const child = shape.names.get(name) ?? emptyShape()
  shape.names.set(name, child)
  return child
}

/** Every name of a shape, as a template writes it: `cors.origins`, `env[].name`. */
export function listNames(shape: Shape, prefix = ''): string[] {
  return [...shape.names].flatMap(([name, child]) => {
    const own = `${prefix}${name}`
    const fields = listNames(child, `${own}.`)
    if (!child.item) return child.names.size > 0 ? fields : [own]
    const entries = listNames(child.item, `${own}[].`)
    return [`${own}[]`, ...fields, ...entries]
  })
}
