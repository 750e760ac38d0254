const { mkdirSync, readdirSync, readFileSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')

/** Writes the files of one folder into another, and nothing else: the least that any generator has to do. */
const [from, to] = process.argv.slice(2)
for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue
  const source = join(entry.parentPath, entry.name)
  const target = join(to, source.slice(from.length))
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, readFileSync(source))
}
