import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCli } from '../../support/cli.ts'
import { putFiles, temporaryFolder } from '../../support/temporary.ts'

const service = {
  'app.py': 'from flask import Flask\n\napp = Flask(__name__)\n',
  'requirements.txt': 'flask\n',
}

/** Commands of ours in a text, as a person would copy them; `explain` needs no description, `--url` a deployed app. */
function commandsIn(text: string): string[] {
  const spans = text.matchAll(/`npx hoptix-deploy ((?!explain|verify [^`]*--url)[^`]+)`/g)
  return [...new Set([...spans].map(([, command = '']) => command.replace(/\s+/g, ' ')))]
}

/** Copied into a shell, with nothing but what the text says. */
function exitCodeOf(folder: string, command: string): number | null {
  const words = command.match(/'[^']*'|\S+/g) ?? []
  return runCli(
    folder,
    words.map((word) => word.replace(/^'(.*)'$/, '$1')),
  ).exitCode
}

describe.each(['api.yaml', 'deploy/my service.yaml'])('with the description %s', (spec) => {
  test('every command that init and its files name works as printed', () => {
    const folder = temporaryFolder(service)
    const { exitCode, stdout, stderr } = runCli(folder, ['init', '--yes', '--spec', spec])
    expect(exitCode).toBe(0)
    putFiles(folder, { FILE: readFileSync(join(folder, 'porter.yaml'), 'utf8') })
    const texts = [
      stdout + stderr,
      ...[spec, 'DEPLOYMENT.md'].map((path) => readFileSync(join(folder, path), 'utf8')),
    ]
    for (const text of texts) {
      const commands = commandsIn(text)
      expect(commands).not.toEqual([])
      for (const command of commands)
        expect({ command, exitCode: exitCodeOf(folder, command) }).toEqual({ command, exitCode: 0 })
    }
  })

  test('the command that mends a finding works as printed', () => {
    const folder = temporaryFolder(service)
    const missing = runCli(folder, ['check', '--spec', spec, '--json'])
    expect(mend(folder, missing.stdout)).toEqual([0])
    putFiles(folder, { Dockerfile: 'FROM python\n' })
    const foreign = runCli(folder, ['check', '--spec', spec, '--json'])
    expect(foreign.exitCode).toBe(1)
    expect(mend(folder, foreign.stdout)).toEqual([0])
    expect(runCli(folder, ['check', '--spec', spec]).exitCode).toBe(0)
  })
})

test('the usual description is not repeated', () => {
  const folder = temporaryFolder(service)
  const { stdout } = runCli(folder, ['init', '--yes', '--spec', './hoptix.yaml'])
  expect(commandsIn(stdout)).toEqual(['check'])
  expect(readFileSync(join(folder, 'DEPLOYMENT.md'), 'utf8')).not.toContain('--spec')
})

/** Runs what each finding's fix names. */
function mend(folder: string, document: string) {
  const { findings } = JSON.parse(document) as { findings: { fix: string }[] }
  return findings.flatMap(({ fix }) => commandsIn(fix)).map((each) => exitCodeOf(folder, each))
}
