import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesIn, removeAll, temporaryFolder, writeTree } from './folders.mjs'
import { run } from './measure.mjs'
import { program } from './program.mjs'

export const service = 'hoptix-backend'

const repository = {
  'hoptix.yaml': `name: ${service}\nroot: backend\napp: app:app\nframework: flask\n`,
  'backend/app.py': 'from flask import Flask\n\napp = Flask(__name__)\n',
  'backend/requirements.txt': 'flask==3.1.2\n',
}

/** A repository with one small service whose files are generated; `files` maps each generated path to its text. */
export function generatedService() {
  const folder = writeTree(join(temporaryFolder(), 'repository'), repository)
  run({ name: 'generate', args: [program, 'generate'], cwd: folder })
  const paths = filesIn(folder).filter((path) => !(path in repository))
  const files = Object.fromEntries(
    paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  )
  return { folder, files }
}

/** What a person does with one service, and how long it may take at most beside `node -e 0`. */
export function oneServiceJobs() {
  const current = generatedService()
  const { folder, files } = generatedService()
  return [
    { name: '`--version`', args: [program, '--version'], cwd: folder, target: 1.35 },
    { name: '`--help`', args: [program, '--help'], cwd: folder, target: 1.5 },
    {
      name: '`generate`, nothing to write',
      args: [program, 'generate'],
      cwd: current.folder,
      target: 3,
    },
    {
      name: `\`generate\`, all ${Object.keys(files).length} files written and proven`,
      args: [program, 'generate'],
      cwd: folder,
      prepare: () => removeAll(folder, Object.keys(files)),
      target: 6,
    },
  ]
}
