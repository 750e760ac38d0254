import { expect, test } from 'vitest'
import { documentSettings } from '../../src/spec/schema.ts'
import { runCli } from '../support/cli.ts'
import { temporaryFolder } from '../support/temporary.ts'

test.each(Object.values(documentSettings))(
  'explain $key tells what stands around services',
  ({ key, description, accepts }) => {
    const { exitCode, stdout } = runCli(temporaryFolder(), ['explain', key, '--json'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain(description)
    expect(stdout).toContain(accepts)
  },
)
