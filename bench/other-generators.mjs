import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { removeAll, temporaryFolder, writeTree } from './folders.mjs'
import { generatedService, service } from './one-service.mjs'
import { project } from './program.mjs'

/** Pinned, and kept out of this package: the bench installs them where nothing else looks. */
const versions = { hygen: '6.2.11', plop: '4.0.5', '@flydotio/dockerfile': '0.7.10' }
const cache = join(project, '.cache/bench/generators')
const installed = (path) => join(cache, 'node_modules', path)

export function installGenerators() {
  const missing = Object.keys(versions).filter((name) => !existsSync(installed(name)))
  if (missing.length === 0) return
  writeTree(cache, { 'package.json': JSON.stringify({ private: true, dependencies: versions }) })
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], {
    cwd: cache,
    stdio: 'inherit',
  })
}

/**
 * The same six files from templates of each tool's own kind, with the name of the service filled in. That is all they
 * do: no description is read and checked, nothing is compared, and nothing is proven.
 */
export function otherGeneratorJobs() {
  const { files } = generatedService()
  return [hygenJob(files), plopJob(files), dockerfileJob()]
}

function hygenJob(files) {
  const templates = Object.entries(files).map(([path, text], index) => [
    `_templates/service/new/${index}.ejs.t`,
    `---\nto: ${path}\n---\n${text.replaceAll(service, '<%= name %>')}`,
  ])
  const folder = writeTree(temporaryFolder(), Object.fromEntries(templates))
  return {
    name: `hygen ${versions.hygen}, the same files from its templates`,
    args: [installed('hygen/dist/bin.js'), 'service', 'new', '--name', service],
    cwd: folder,
    prepare: () => removeAll(folder, Object.keys(files)),
  }
}

function plopJob(files) {
  const paths = Object.keys(files)
  const actions = paths.map((path, index) => ({
    type: 'add',
    path,
    templateFile: `templates/${index}.hbs`,
  }))
  const prompts = [{ type: 'input', name: 'name', message: 'name' }]
  const templates = Object.values(files).map((text, index) => [
    `templates/${index}.hbs`,
    text.replaceAll(service, '{{name}}'),
  ])
  const folder = writeTree(temporaryFolder(), {
    'plopfile.mjs': `export default (plop) => plop.setGenerator('service', ${JSON.stringify({ prompts, actions })})\n`,
    ...Object.fromEntries(templates),
  })
  return {
    name: `plop ${versions.plop}, the same files from its templates`,
    args: [installed('plop/bin/plop.js'), 'service', service],
    cwd: folder,
    prepare: () => removeAll(folder, paths),
  }
}

/** It knows only JavaScript apps, so it gets one of the same size. */
function dockerfileJob() {
  const manifest = {
    name: service,
    version: '1.0.0',
    scripts: { start: 'node index.js' },
    dependencies: { express: '^5.1.0' },
  }
  const folder = writeTree(temporaryFolder(), {
    'package.json': JSON.stringify(manifest),
    'index.js': "require('express')().listen(8080)\n",
  })
  return {
    name: `@flydotio/dockerfile ${versions['@flydotio/dockerfile']}, Dockerfile and .dockerignore of a Node app`,
    args: [installed('@flydotio/dockerfile/index.js')],
    cwd: folder,
    prepare: () =>
      removeAll(folder, ['Dockerfile', '.dockerignore', '.github', 'docker-entrypoint.js']),
  }
}
