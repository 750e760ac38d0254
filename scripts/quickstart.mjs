import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The main job on the backend of examples/flask-guide: init, generate, check, in a temporary copy. */
const project = fileURLToPath(new URL('..', import.meta.url))
const folder = join(mkdtempSync(join(tmpdir(), 'hoptix-deploy-')), 'hoptix-backend')
cpSync(join(project, 'examples/flask-guide/backend'), join(folder, 'backend'), { recursive: true })

console.log(`A Flask backend, as people write it: ${folder}\n`)
run('init', '--yes')
run('generate')
run('check')

console.log('Read what was written:')
for (const file of ['hoptix.yaml', 'backend/Dockerfile', 'backend/DEPLOYMENT.md', 'porter.yaml']) {
  console.log(`  ${join(folder, file)}`)
}
console.log('\nThen in a repository of your own: npx hoptix-deploy init')

function run(...args) {
  console.log(`$ npx hoptix-deploy ${args.join(' ')}`)
  const { status } = spawnSync(process.execPath, [join(project, 'bin/hoptix-deploy.js'), ...args], {
    cwd: folder,
    stdio: 'inherit',
  })
  console.log()
  if (status !== 0) {
    rmSync(folder, { recursive: true, force: true })
    process.exit(status ?? 2)
  }
}
