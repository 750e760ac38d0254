import { describe, expect, test } from 'vitest'
import { edit } from './edit.ts'

/** Ways to give a name another meaning, in the bootstrap and in gunicorn's settings. */
describe('added code is refused where it gives a name of ours another meaning', () => {
  test.each([
    'application = 1',
    'application: object = wrap(1)',
    'application = wrap(load_app())',
    'application = other',
    'application.wsgi_app = 1',
    'application |= 1',
    '(application := 1)',
    'for application in []: pass',
    'with open("x") as application: pass',
    'try:\n    pass\nexcept ValueError as application:\n    pass',
    'def application(environ, start_response): pass',
    'class application: pass',
    'import application',
    'from x import application',
    'from x import y as application',
    'del application',
    'def f():\n    global application\n    application = 1',
    'match 1:\n    case application: pass',
    'match 1:\n    case int() as application: pass',
    'a, application = 1, 2',
    '*application, b = [1]',
    'application = CORS_ORIGINS = 1',
    'CORS_ORIGINS[:] = ["*"]',
    'CORS_ORIGINS.append("*")',
    'x = CORS_ORIGINS',
    'with_health = 1',
    'with_health.__code__ = 1',
    'json.dumps = str',
    'import importlib as json',
    'from x import *',
    'globals()["application"] = 1',
    'exec("application = 1")',
    'setattr(x, "application", 1)',
    'm = importlib.import_module(__name__)',
    'sys.modules[__name__].application = 1',
    'f = inspect.currentframe().f_globals',
    'SERVICE = "x"',
    'application = with_cors(application)',
  ])('%s', (code) => {
    const { findings } = edit('hoptix_server.py.hbs', [
      ['# The ingress is the only', `${code}\n# The`],
    ])
    // A rule that knows the hazard may say it instead.
    expect(findings).not.toEqual([])
  })

  test.each([
    'bind = "127.0.0.1:9"',
    'a, bind = 1, 2',
    'workers = 64',
    'reload = True',
    'if True:\n    reload = True',
    'proc_name, daemon = "x", True',
    'def f():\n    global daemon\n    daemon = True',
    'def chdir(): pass',
    'from x import daemon',
    'import settings as raw_env',
    'def pre_fork(server, worker):\n    server.cfg.settings["x"] = 1',
    'def on_starting(server): pass',
  ])('%s', (code) => {
    const { findings } = edit('gunicorn.conf.py.hbs', [
      ['on_reload = ', `${code}\n\n\non_reload = `],
    ])
    // A rule that knows the hazard may say it instead.
    expect(findings).not.toEqual([])
  })
})
