import { catches, goodCommand, image, passes, porter, workflow } from './cases.ts'

const key = `AKIA${'A'.repeat(16)}`
catches(
  'secret-in-file',
  { Dockerfile: image('ENV A=1 \\', '    DB_PASSWORD="hunter-two-22"', goodCommand) },
  [{ file: 'Dockerfile', line: 3 }],
)
catches(
  'secret-in-file',
  { Dockerfile: image('ARG TOKEN=abcdefghij', `RUN echo ${key}`, goodCommand) },
  [
    { file: 'Dockerfile', line: 2 },
    { file: 'Dockerfile', line: 3 },
  ],
)
catches(
  'secret-in-file',
  {
    'porter.yaml': `${porter('run: ""')}\nenv:\n  DATABASE_URL: postgres://shop:pw12345@db/shop\n`,
  },
  [{ file: 'porter.yaml', line: 13 }],
)
catches(
  'secret-in-file',
  { '.github/workflows/d.yml': workflow('- run: deploy', '  env:', '    API_KEY: abcdef123456') },
  [{ file: '.github/workflows/d.yml', line: 8 }],
)
catches('secret-in-file', { 'shop/settings.py': 'SECRET_KEY = "django-insecure-abcdef"\n' }, [
  { file: 'shop/settings.py', line: 1 },
])
passes('secret-in-file', { Dockerfile: image('ARG TOKEN', 'ENV TOKEN=$TOKEN', goodCommand) })
passes(
  'secret-in-file',
  { Dockerfile: image('ENV SECRET_KEY=dummy', goodCommand) },
  'a placeholder for the build',
)
passes('secret-in-file', {
  '.github/workflows/d.yml': workflow(
    '- run: deploy',
    '  env:',
    `    API_KEY: \${{ secrets.API_KEY }}`,
  ),
})
passes('secret-in-file', {
  'shop/settings.py':
    'import os\nSECRET_KEY = os.environ["SECRET_KEY"]\nPASSWORD_HASHERS = ["x"]\n',
})

catches('secret-file-copied', { Dockerfile: image('COPY . .', goodCommand) }, [
  { file: 'Dockerfile', line: 2 },
])
catches(
  'secret-file-copied',
  { Dockerfile: image('COPY ["./", "/app/"]', goodCommand), '.dockerignore': '.git\n#.env\n' },
  [{ file: 'Dockerfile', line: 2 }],
)
catches(
  'secret-file-copied',
  { Dockerfile: image('COPY . /app', 'RUN rm -f .env', goodCommand) },
  [{ file: 'Dockerfile', line: 2 }],
  'a removal in a later layer',
)
catches(
  'secret-file-copied',
  { Dockerfile: image('COPY . .', goodCommand), '.dockerignore': '.env*\n!.env\n' },
  [{ file: 'Dockerfile', line: 2 }],
  'an exception to the ignore list',
)
passes('secret-file-copied', {
  Dockerfile: image('COPY . .', goodCommand),
  '.dockerignore': '**/.env*\r\n',
})
passes('secret-file-copied', {
  Dockerfile: image(
    'COPY . .',
    "RUN find . -name '.env*' -exec rm -rf {} +",
    'FROM python:3.13',
    'COPY --from=0 . .',
    goodCommand,
  ),
})
passes('secret-file-copied', {
  Dockerfile: image('COPY requirements.txt ./', 'COPY src/ ./src/', goodCommand),
})
