import { expect, test } from 'vitest'
import { readServerLog } from '../../src/verify/server-log.ts'

test('reads both formats and leaves out what the app printed', () => {
  const lines = [
    '[2026-11-23 17:12:00 +0000] [1] [INFO] Starting gunicorn 26.2.0',
    '{"level": "warning", "logger": "gunicorn.error", "message": "with \\"quotes\\""}',
    '{"level": "info", "logger": "gunicorn.access", "message": "GET / 200"}',
    '{a dictionary of the app}',
    '  File "app.py", line 3',
    '',
  ]
  expect(readServerLog(lines)).toEqual([
    { level: 'info', message: 'Starting gunicorn 26.2.0' },
    { level: 'warning', message: 'with "quotes"' },
  ])
})
