import { catches, goodCommand, image, passes, porter, withCarriageReturns } from './cases.ts'

const configured = image(
  'EXPOSE 8080',
  'CMD ["gunicorn", "--bind", "0.0.0.0:8080", "--config", "/app/gunicorn.conf.py", "app:app"]',
)

catches(
  'ports-disagree',
  { Dockerfile: image('EXPOSE 8000', goodCommand), 'porter.yaml': porter('run: ""', 'port: 8080') },
  [{ file: 'Dockerfile', line: 2 }],
)
catches(
  'ports-disagree',
  { Dockerfile: image('EXPOSE 8080', goodCommand), 'porter.yaml': porter('run: ""', 'port: 80') },
  [{ file: 'porter.yaml', line: 12 }],
)
catches(
  'ports-disagree',
  {
    Dockerfile: configured,
    'gunicorn.conf.py': 'import os\n\nbind = f"0.0.0.0:{os.environ.get(\'PORT\', 8000)}"\n',
  },
  [{ file: 'gunicorn.conf.py', line: 3 }],
  'a default behind PORT',
)
catches(
  'ports-disagree',
  {
    Dockerfile: withCarriageReturns(
      image(
        'EXPOSE 8080/tcp',
        'HEALTHCHECK --interval=30s \\',
        '  CMD ["python", "-c", "HTTPConnection(\'127.0.0.1\', 9090, timeout=4)"]',
        goodCommand,
      ),
    ),
  },
  [{ file: 'Dockerfile', line: 4 }],
)
catches(
  'ports-disagree',
  {
    Dockerfile: image('ENV PORT=9000', 'EXPOSE 8080', 'CMD exec gunicorn -b 0.0.0.0:$PORT app:app'),
    'porter.yaml': porter('run: ""', 'port: 8080'),
  },
  [{ file: 'Dockerfile', line: 4 }],
  'a variable of the image',
)
passes('ports-disagree', {
  Dockerfile: image(
    'EXPOSE 9090 8080',
    'HEALTHCHECK CMD curl -f http://localhost:8080/health',
    goodCommand,
  ),
  'porter.yaml': porter('run: ""', 'port: 8080'),
})
passes('ports-disagree', {
  Dockerfile: configured,
  'gunicorn.conf.py': '_PORT = 8_080\nbind = f"0.0.0.0:{_PORT}"\n',
})
passes(
  'ports-disagree',
  {
    Dockerfile: image('EXPOSE 8000', 'FROM python:3.13', 'EXPOSE 8080', goodCommand),
    'porter.yaml': porter('port: 8080'),
  },
  'a stage that does not ship',
)
passes(
  'ports-disagree',
  { Dockerfile: image('CMD exec gunicorn -b 0.0.0.0:$PORT app:app', 'EXPOSE 8080') },
  'an unknown variable',
)
passes(
  'ports-disagree',
  {
    'a/Dockerfile': image('EXPOSE 8000', goodCommand.replace('8080', '8000')),
    'b/Dockerfile': image('EXPOSE 8080', goodCommand),
  },
  'two services',
)
