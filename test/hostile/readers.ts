import { fileURLToPath } from 'node:url'
import { PythonProcess, pythonWith } from '../support/python.ts'

/** The tools that judge the rendered files, pinned: another release of a formatter formats otherwise. */
const requirements = ['PyYAML==6.0.3', 'black==26.10.1', 'ruff==0.17.6']

/** A Python that has them; installed once per machine. */
export function pythonTools(): string {
  return pythonWith(requirements)
}

/** Python's own parser, PyYAML and json, one process for all questions of a test file. */
export class Readers {
  private readonly python = new PythonProcess(
    pythonTools(),
    fileURLToPath(new URL('readers.py', import.meta.url)),
  )

  /** What the reader makes of a text. Rejects where it refuses the text. */
  read<T = unknown>(read: 'python' | 'yaml' | 'json', text: string): Promise<T> {
    return this.python.ask({ read, text })
  }

  /** Where a module differs from the one with tokens, and its constants. */
  readModule(real: string, tokens: string, values: readonly unknown[]): Promise<ModuleReading> {
    return this.python.ask({ read: 'module', real, tokens, values })
  }

  close(): void {
    this.python.close()
  }
}

export interface ModuleReading {
  readonly differences: readonly string[]
  readonly constants: Readonly<Record<string, unknown>>
}
