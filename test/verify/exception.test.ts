import { describe, expect, test } from 'vitest'
import { findException, withoutHalt } from '../../src/verify/exception.ts'

const find = (text: string, workdir = '/app') => findException(text.split('\n'), workdir)

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
  expect(find(trace)).toBe("ModuleNotFoundError: No module named 'bookshop' (shop/app.py:13)")
})

test('of several exceptions the last one ended the server', () => {
  const later =
    'Traceback (most recent call last):\n  File "/app/b.py", line 2, in f\nOSError: no disk'
  expect(find(`${trace}\n${later}`)).toBe('OSError: no disk (b.py:2)')
})

const halt = `Traceback (most recent call last):
  File "/opt/venv/bin/gunicorn", line 8, in <module>
    sys.exit(run())
  File "/opt/venv/lib/python3.13/site-packages/gunicorn/arbiter.py", line 512, in reap_workers
    raise HaltServer(reason, code)
gunicorn.errors.HaltServer: <HaltServer 'Worker failed to boot.' 3>`

test('what gunicorn ends with says nothing of the cause', () => {
  expect(find(`${trace}\n${halt}`)).toMatch(/^ModuleNotFoundError: /)
})

test.each([
  ['no exception', '[1] [INFO] Starting gunicorn 26.2.0'],
  ['one that is cut off', 'Traceback (most recent call last):\n  File "/app/a.py", line 1'],
  ['nothing', ''],
])('of a log that holds %s nothing is told', (_, log) => {
  expect(find(log)).toBeUndefined()
})

test('what gunicorn ends with hides no frame of the cause', () => {
  const during = '\nDuring handling of the above exception, another exception occurred:\n'
  const whole = [trace, halt, during, halt].join('\n').split('\n')
  const last = halt.split('\n').at(-1)
  expect(withoutHalt(whole)).toEqual([...trace.split('\n'), last, ...during.split('\n'), last])
  expect(withoutHalt(trace.split('\n'))).toEqual(trace.split('\n'))
  const cutOff = halt.split('\n').slice(0, -1)
  expect(withoutHalt(cutOff)).toEqual(cutOff)
})

test('an exception that no code of the app raised stands alone', () => {
  const [head = '', begin = '', frame = ''] = trace.split('\n')
  expect(find([head, begin, frame, 'KeyError: 1'].join('\n'))).toBe('KeyError: 1')
})

test.each([
  ['/app/', 'shop/app.py'],
  ['/', 'app/shop/app.py'],
  ['/app/shop', 'app.py'],
  ['/ap', '/app/shop/app.py'],
  ['/srv', '/app/shop/app.py'],
])('a place is told from the working directory %s on, or whole outside of it', (workdir, place) => {
  expect(find(trace, workdir)).toContain(`(${place}:13)`)
})

describe('a variable that is missing', () => {
  const missing = (frames: string) => `Traceback (most recent call last):
  File "/app/app.py", line 3, in <module>
    KEY = os.environ["STRIPE_KEY"]
${frames}
KeyError: 'STRIPE_KEY'`

  test.each([
    '  File "<frozen os>", line 716, in __getitem__',
    '  File "/usr/lib/python3.11/os.py", line 679, in __getitem__',
  ])('is named for what it is, whatever frame Python tells of: %s', (frame) => {
    expect(find(missing(frame))).toBe("the environment has no 'STRIPE_KEY' (app.py:3)")
  })

  test.each([
    '  File "/app/os.py", line 7, in read',
    '  File "/app/shop/settings.py", line 7, in __getitem__',
  ])('is not what a key of something else is: %s', (frame) => {
    expect(find(missing(frame))).toMatch(/^KeyError: 'STRIPE_KEY' /)
  })
})
