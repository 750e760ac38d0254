import { expect, test } from 'vitest'
import { findException } from '../../src/verify/exception.ts'

const trace = `[2026-11-28 12:00:00 +0000] [7] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/opt/venv/lib/python3.13/site-packages/gunicorn/arbiter.py", line 613, in spawn_worker
    worker.init_process()
  File "<frozen importlib._bootstrap>", line 488, in _call_with_frames_removed
  File "/app/shop/app.py", line 13, in <module>
    import bookshop
  File "/opt/venv/lib/python3.13/site-packages/lazy/__init__.py", line 2, in __getattr__
    raise ModuleNotFoundError(name)
ModuleNotFoundError: No module named 'bookshop'
[2026-11-28 12:00:00 +0000] [7] [INFO] Worker exiting (pid: 7)`

test('the last exception is told with its place in the code of the app', () => {
  expect(findException(trace.split('\n'))).toBe(
    "ModuleNotFoundError: No module named 'bookshop' (/app/shop/app.py:13)",
  )
})

test('of several exceptions the last one ended the server', () => {
  const later =
    'Traceback (most recent call last):\n  File "/app/b.py", line 2, in f\nOSError: no disk'
  expect(findException(`${trace}\n${later}`.split('\n'))).toBe('OSError: no disk (/app/b.py:2)')
})

test('what gunicorn ends with says nothing of the cause', () => {
  const halt = `Traceback (most recent call last):
  File "/opt/venv/bin/gunicorn", line 8, in <module>
    sys.exit(run())
  File "/opt/venv/lib/python3.13/site-packages/gunicorn/arbiter.py", line 512, in reap_workers
    raise HaltServer(reason, code)
gunicorn.errors.HaltServer: <HaltServer 'Worker failed to boot.' 3>`
  expect(findException(`${trace}\n${halt}`.split('\n'))).toMatch(/^ModuleNotFoundError: /)
})

test.each([
  ['no exception', ['[1] [INFO] Starting gunicorn 26.2.0']],
  ['one that is cut off', ['Traceback (most recent call last):', '  File "/app/a.py", line 1']],
  ['nothing', []],
])('of a log that holds %s nothing is told', (_, lines) => {
  expect(findException(lines)).toBeUndefined()
})

test('an exception that no code of the app raised stands alone', () => {
  const [head = '', begin = '', frame = ''] = trace.split('\n')
  expect(findException([head, begin, frame, 'KeyError: 1'])).toBe('KeyError: 1')
})
