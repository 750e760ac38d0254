import { expect, test } from 'vitest'
import { placers } from '../../src/verify/runtimes/workspace.ts'

const { place, placeBack } = placers({
  '/opt/venv': '/home/ann/.cache/venvs/1f.x/venv',
  '/app': '/tmp/verify-1/app',
  '/app/data': '/tmp/verify-1/data',
  '/srv/my+app (1)': '/tmp/verify-1/srv',
})

test.each([
  ['/opt/venv/bin/gunicorn', '/home/ann/.cache/venvs/1f.x/venv/bin/gunicorn'],
  ['File "/app/app.py", line 3', 'File "/tmp/verify-1/app/app.py", line 3'],
  ['/app', '/tmp/verify-1/app'],
  [
    'PATH=/opt/venv/bin:/app:/app/data',
    'PATH=/home/ann/.cache/venvs/1f.x/venv/bin:/tmp/verify-1/app:/tmp/verify-1/data',
  ],
  ['/srv/my+app (1)/x', '/tmp/verify-1/srv/x'],
])('%s has a place here, and is told of by its own name', (there, here) => {
  expect(place(there)).toBe(here)
  expect(placeBack(here)).toBe(there)
})

test.each(['/application', '/app-1/x', '/usr/app/x', '/app.py', 'x/opt/venv'])(
  '%s is another path',
  (other) => {
    expect(place(other)).toBe(other)
  },
)

test.each(['/home/ann/.cache/venvs/1fyx/venv/bin', '/tmp/verify-1/apps'])(
  '%s is another path here',
  (other) => {
    expect(placeBack(other)).toBe(other)
  },
)
