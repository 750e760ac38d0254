import { expect, test } from 'vitest'
import { joinPath } from '../../src/facts/paths.ts'

test.each([
  ['.', 'app.py', 'app.py'],
  ['backend', 'app.py', 'backend/app.py'],
  ['backend', '.', 'backend'],
  ['.', '.', '.'],
  // What every path below the folder begins with.
  ['.', '', ''],
  ['backend', '', 'backend/'],
])('%s and %s make %s', (folder, path, joined) => {
  expect(joinPath(folder, path)).toBe(joined)
})
