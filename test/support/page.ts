import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from './examples.ts'
import { temporaryFolder } from './temporary.ts'

/**
 * A page of the documentation with its commands run, one after the other, in a copy of a repository: what stands
 * behind each `$` line of a console block is what it prints. A diff block is an edit of a file, and is carried out.
 */
export function runPage(text: string, repository: string): string {
  const folder = temporaryFolder()
  cpSync(repository, folder, { recursive: true })
  rmSync(join(folder, 'expected'), { recursive: true, force: true })
  return text.replace(
    /^```(console|diff)\n([\s\S]*?)^```$/gm,
    (block, kind: string, body: string) => {
      if (kind === 'diff') {
        applyEdit(folder, body)
        return block
      }
      const commands = body.split('\n').filter((line) => line.startsWith('$ '))
      return `\`\`\`console\n${commands.map((line) => `${line}\n${runCommand(folder, line.slice(2))}`).join('')}\`\`\``
    },
  )
}

function runCommand(folder: string, command: string): string {
  const tool = `${process.execPath} ${join(projectFolder, 'bin/hoptix-deploy.js')}`
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', command.replaceAll('npx hoptix-deploy', tool)],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: folder, COLUMNS: '100' },
    },
  )
  return (stdout + stderr).replace(/[ \t]+$/gm, '')
}

/** Without line numbers: the lines that stay and go must stand in the file, once and together. */
function applyEdit(folder: string, diff: string): void {
  const [, path = ''] = /^\+\+\+ b\/(.*)$/m.exec(diff) ?? []
  const lines = diff.split('\n').slice(3, -1)
  const side = (sign: string) =>
    lines
      .filter((line) => line.startsWith(' ') || line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join('')
  const file = join(folder, path)
  const parts = readFileSync(file, 'utf8').split(side('-'))
  if (parts.length !== 2) throw new Error(`${path} does not hold once: ${side('-')}`)
  writeFileSync(file, parts.join(side('+')))
}
