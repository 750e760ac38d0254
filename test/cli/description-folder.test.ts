import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCli } from '../support/cli.ts'
import { temporaryFolder } from '../support/temporary.ts'

test.each([[['check']], [['init', '--yes']]])(
  '%s where a folder is called hoptix.yaml says so',
  (args) => {
    const folder = temporaryFolder({
      'app.py': 'from flask import Flask\n\napp = Flask(__name__)\n',
    })
    mkdirSync(join(folder, 'hoptix.yaml'))
    const { exitCode, stdout } = runCli(folder, args)
    expect(stdout).toContain('hoptix.yaml is there, but it is no file.')
    expect(exitCode).toBe(1)
  },
)
