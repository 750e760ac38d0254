import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { exampleFolder, projectFolder } from '../../support/examples.ts'
import { pythonWith } from '../../support/python.ts'
import { putFiles, temporaryFolder } from '../../support/temporary.ts'

const manifest = join(projectFolder, '.pre-commit-hooks.yaml')

function preCommit(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
  const python = pythonWith(['pre-commit==4.7.0'])
  const { status, stdout, stderr } = spawnSync(python, ['-m', 'pre_commit', ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  return { status, output: stdout + stderr }
}

/** Files as the only commit of a repository; its name. */
function commit(folder: string): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' })
  git('init', '--quiet', '--initial-branch', 'main')
  git('add', '--all')
  git('-c', 'user.name=T', '-c', 'user.email=t@example.com', 'commit', '--quiet', '-m', 'all')
  return git('rev-parse', 'HEAD').trim()
}

describe('.pre-commit-hooks.yaml', { timeout: 240_000 }, () => {
  test('is a manifest', () => {
    expect(preCommit(['validate-manifest', manifest], projectFolder).status).toBe(0)
    const broken = readFileSync(manifest, 'utf8').replace('language: node', 'language: nod')
    const folder = temporaryFolder({ 'broken.yaml': broken })
    expect(preCommit(['validate-manifest', 'broken.yaml'], folder).status).toBe(1)
  })

  test('installs from a clone, passes what is clean, and stops an edit', () => {
    const sources = temporaryFolder()
    const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
    const files = execFileSync('git', list, { cwd: projectFolder, encoding: 'utf8' }).split('\0')
    for (const file of files.filter(Boolean))
      cpSync(join(projectFolder, file), join(sources, file), { recursive: true })
    const rev = commit(sources)

    const shop = temporaryFolder()
    cpSync(exampleFolder('starlette-live'), shop, { recursive: true })
    cpSync(join(shop, 'expected'), shop, { recursive: true })
    rmSync(join(shop, 'expected'), { recursive: true })
    const repos = [{ repo: sources, rev, hooks: [{ id: 'hoptix-deploy-check' }] }]
    putFiles(shop, { '.pre-commit-config.yaml': stringify({ repos }) })
    commit(shop)
    const env = { PRE_COMMIT_HOME: join(sources, '.cache') }
    const run = (...files: string[]) =>
      preCommit(['run', '--color', 'never', '--files', ...files], shop, env)

    const clean = run('service/Dockerfile')
    expect(clean.output).toMatch(/hoptix-deploy check\.*Passed/)
    appendFileSync(join(shop, 'service/Dockerfile'), 'RUN true\n')
    const edited = run('service/Dockerfile')
    expect(edited.output).toMatch(/service\/Dockerfile.*edited by hand/s)
    expect(edited.status).toBe(1)
    for (const file of [
      'porter.yaml',
      'hoptix.yaml',
      '.github/workflows/porter_app_scoreboard_5678.yml',
    ])
      expect(run(file).output, file).toContain('Failed')
    expect(run('service/scoreboard/main.py').output).toContain('(no files to check)Skipped')
  })
})
