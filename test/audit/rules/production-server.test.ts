import { catches, goodCommand, image, passes, porter, withCarriageReturns } from './cases.ts'

const flaskApp =
  'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run(host="0.0.0.0")\n'

catches(
  'development-server-starts',
  { Dockerfile: image('CMD ["flask", "run", "--host=0.0.0.0"]') },
  [{ file: 'Dockerfile', line: 2 }],
)
catches(
  'development-server-starts',
  { Dockerfile: image('CMD ["python", "app.py"]'), 'app.py': flaskApp },
  [{ file: 'Dockerfile', line: 2 }],
)
catches(
  'development-server-starts',
  {
    Dockerfile: image('CMD python3 manage.py migrate && python3 manage.py runserver 0.0.0.0:8080'),
  },
  [{ file: 'Dockerfile', line: 2 }],
)
catches(
  'development-server-starts',
  { Dockerfile: image(goodCommand), 'porter.yaml': porter('port: 8080', 'run: python app.py') },
  [{ file: 'porter.yaml', line: 12 }],
)
catches(
  'development-server-starts',
  {
    'api/Dockerfile': image('CMD ["python", \\', '  "/app/server.py"]'),
    'api/server.py': flaskApp,
  },
  [{ file: 'api/Dockerfile', line: 3 }],
)
passes(
  'development-server-starts',
  { Dockerfile: image(goodCommand), 'app.py': flaskApp },
  'app.run() that nothing starts',
)
passes('development-server-starts', {
  Dockerfile: image('CMD ["python", "serve.py"]'),
  'serve.py': 'from waitress import serve\nserve(app)\n',
})
passes(
  'development-server-starts',
  { Dockerfile: image('CMD ["python", "worker.py"]'), 'worker.py': 'asyncio.run(main())\n' },
  'a worker',
)
passes(
  'development-server-starts',
  { Dockerfile: image('# CMD ["flask", "run"]', 'CMD ["flask", "run"]', goodCommand) },
  'a CMD that is replaced',
)

catches(
  'start-command-without-server',
  { Dockerfile: image('EXPOSE 8080', 'CMD ["./start.sh"]') },
  [{ file: 'Dockerfile', line: 3 }],
)
catches(
  'start-command-without-server',
  { Dockerfile: image('CMD ["python", "-m", "shop"]'), 'porter.yaml': porter('run: ""') },
  [{ file: 'Dockerfile', line: 2 }],
)
passes('start-command-without-server', {
  Dockerfile: image('EXPOSE 8080', 'CMD ["python", "-m", "gunicorn", "app:app"]'),
})
passes(
  'start-command-without-server',
  { Dockerfile: image('CMD ["celery", "-A", "app", "worker"]') },
  'a worker',
)
passes('start-command-without-server', {
  Dockerfile: image('EXPOSE 8080', 'CMD ["ddtrace-run", "/opt/venv/bin/uvicorn", "app:app"]'),
})

catches(
  'debug-mode-on',
  { Dockerfile: image('ENV A=b \\', '    FLASK_ENV="development"', goodCommand) },
  [{ file: 'Dockerfile', line: 3 }],
)
catches('debug-mode-on', { 'porter.yaml': `${porter('run: ""')}\nenv:\n  FLASK_DEBUG: "1"\n` }, [
  { file: 'porter.yaml', line: 13 },
])
catches('debug-mode-on', { Dockerfile: image('CMD ["gunicorn", "--reload", "app:app"]') }, [
  { file: 'Dockerfile', line: 2 },
])
catches('debug-mode-on', { 'shop/settings.py': 'DEBUG = False\nDEBUG = True\n' }, [
  { file: 'shop/settings.py', line: 2 },
])
catches('debug-mode-on', { 'app.py': 'app = Flask(__name__)\napp.config["DEBUG"] = True\n' }, [
  { file: 'app.py', line: 2 },
])
passes('debug-mode-on', {
  Dockerfile: withCarriageReturns(image('ENV FLASK_ENV=production DEBUG=false', goodCommand)),
})
passes('debug-mode-on', {
  'shop/settings.py': 'import os\nDEBUG = os.environ.get("DEBUG") == "1"\n',
})
passes(
  'debug-mode-on',
  { 'app.py': 'if __name__ == "__main__":\n    app.debug = True\n    app.run()\n' },
  'a script that is not imported',
)
passes(
  'debug-mode-on',
  { 'shop/settings.py': 'DEBUG = False\nif LOCAL:\n    DEBUG = True\n' },
  'what may not happen',
)

const requirements = 'requirements.txt'
catches('gunicorn-version-unsafe', { [requirements]: 'flask\ngunicorn==21.2.0  # the server\n' }, [
  { file: requirements, line: 2 },
])
catches(
  'gunicorn-version-unsafe',
  { Dockerfile: image('RUN pip install \\', '    "gunicorn[gevent]~=20.1"', goodCommand) },
  [{ file: 'Dockerfile', line: 3 }],
)
catches('gunicorn-version-unsafe', { [requirements]: 'Gunicorn >= 20, < 22\r\n' }, [
  { file: requirements, line: 1 },
])
catches(
  'gunicorn-version-unsafe',
  { 'poetry.lock': '[[package]]\nname = "gunicorn"\nversion = "20.1.0"\n' },
  [{ file: 'poetry.lock', line: 3 }],
)
passes(
  'gunicorn-version-unsafe',
  {
    [requirements]: 'gunicorn==21.2.0\n',
    Dockerfile: image(
      'RUN pip install -r requirements.txt',
      'RUN pip install gunicorn==26.2.0',
      goodCommand,
    ),
  },
  'a Dockerfile that has the last word',
)
passes('gunicorn-version-unsafe', {
  [requirements]: '# gunicorn==19.0\ngunicorn>=20\ngunicorn-extras==1.0\n',
})
passes('gunicorn-version-unsafe', { [requirements]: 'gunicorn==22.0.0\n' })

catches('gunicorn-version-unsupported', { [requirements]: 'gunicorn==23.0.0\n' }, [
  { file: requirements, line: 1 },
])
catches(
  'gunicorn-version-unsupported',
  { Dockerfile: image('RUN pip install gunicorn==25.2.1', goodCommand) },
  [{ file: 'Dockerfile', line: 2 }],
)
passes('gunicorn-version-unsupported', { [requirements]: 'gunicorn==25.3.0\n' })
passes(
  'gunicorn-version-unsupported',
  { [requirements]: 'gunicorn~=25.0\n' },
  'a range that reaches 25.3',
)
passes(
  'gunicorn-version-unsupported',
  { [requirements]: 'gunicorn==21.2.0\n' },
  'an unsafe one, which another rule judges',
)

catches(
  'gunicorn-version-unpinned',
  { Dockerfile: image('RUN pip install --no-cache-dir gunicorn', goodCommand) },
  [{ file: 'Dockerfile', line: 2 }],
)
catches(
  'gunicorn-version-unpinned',
  {
    Dockerfile: image(
      'RUN pip install \\',
      '  # the server',
      '  gunicorn>=25 \\',
      '  flask',
      goodCommand,
    ),
  },
  [{ file: 'Dockerfile', line: 4 }],
)
passes('gunicorn-version-unpinned', {
  Dockerfile: image('RUN pip install gunicorn==26.2.0', goodCommand),
})
passes(
  'gunicorn-version-unpinned',
  { Dockerfile: image('ARG V=26.2.0', 'RUN pip install gunicorn==$V', goodCommand) },
  'a version in a variable',
)
passes('gunicorn-version-unpinned', {
  Dockerfile: image('RUN pip install -r requirements.txt', goodCommand),
})

catches('gunicorn-not-installed', { Dockerfile: image('RUN pip install flask', goodCommand) }, [
  { file: 'Dockerfile', line: 3 },
])
catches(
  'gunicorn-not-installed',
  { Dockerfile: image('# RUN pip install gunicorn', goodCommand), [requirements]: 'flask\n' },
  [{ file: 'Dockerfile', line: 3 }],
)
passes('gunicorn-not-installed', { Dockerfile: image('RUN pip install gunicorn', goodCommand) })
passes('gunicorn-not-installed', {
  Dockerfile: image(goodCommand),
  'pyproject.toml': 'dependencies = ["gunicorn"]\n',
})
