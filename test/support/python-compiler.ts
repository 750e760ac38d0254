import { afterAll, beforeAll } from 'vitest'
import { PythonProcess, PythonRefused } from './python.ts'
import { keptFolder, putFiles } from './temporary.ts'

const program = `
import json, sys, warnings

warnings.simplefilter("ignore")
for line in sys.stdin:
    try:
        compile(json.loads(line)["text"], "module", "exec")
        print(json.dumps({"ok": None}))
    except (SyntaxError, ValueError) as error:
        print(json.dumps({"error": str(error)}))
`

/** CPython for all tests of a file: says why a text is no module, or undefined where it is one. */
export function pythonCompiler(): (text: string) => Promise<string | undefined> {
  const folder = keptFolder()
  let python: PythonProcess
  beforeAll(() => {
    putFiles(folder, { 'compiler.py': program })
    python = new PythonProcess('python3', `${folder}/compiler.py`)
  })
  afterAll(() => python.close())
  return async (text) => {
    try {
      await python.ask({ text })
      return undefined
    } catch (error) {
      if (error instanceof PythonRefused) return error.message
      throw error
    }
  }
}
