import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../folders.mjs'
import { run } from '../measure.mjs'
import { program } from '../program.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))

export const requirements = readFileSync(join(here, 'app/requirements.txt'), 'utf8')
  .split('\n')
  .filter(Boolean)

/**
 * The same app with each set-up, in folders of their own.
 * @typedef {{id: string, name: string, folder: string, builders: ('classic' | 'buildkit')[], make: (folder: string) => void}} Kit
 */
const both = ['classic', 'buildkit']
const kits = [
  { id: 'ours', name: 'hoptix-deploy', builders: both, make: generate },
  { id: 'guide', name: "the guide's", builders: both },
  { id: 'docker-init', name: '`docker init`', builders: ['buildkit'] },
  { id: 'fly-launch', name: '`fly launch`', builders: both },
]

export function layOut(onBench) {
  return kits.map(({ make, ...kit }) => {
    const folder = join(temporaryFolder(), kit.id)
    cpSync(join(here, 'app'), folder, { recursive: true })
    if (make) make(folder)
    else cpSync(join(here, 'peers', kit.id), folder, { recursive: true })
    const dockerfile = join(folder, 'Dockerfile')
    writeFileSync(dockerfile, onBench(readFileSync(dockerfile, 'utf8')))
    return { ...kit, folder }
  })
}

function generate(folder) {
  run({ name: 'generate', args: [program, 'generate'], cwd: folder })
}
