import {
  catches,
  goodCommand,
  image,
  passes,
  porter,
  withCarriageReturns,
  workflow,
} from './cases.ts'

catches('start-command-overridden', { 'porter.yaml': porter('port: 8080', 'run: python app.py') }, [
  { file: 'porter.yaml', line: 12 },
])
catches(
  'start-command-overridden',
  { 'porter.yaml': porter('port: 8080') },
  [{ file: 'porter.yaml', line: 9 }],
  'a missing run',
)
catches(
  'start-command-overridden',
  { 'porter.yaml': porter('run:', 'port: 8080') },
  [{ file: 'porter.yaml', line: 11 }],
  'an empty value',
)
catches(
  'start-command-overridden',
  {
    'deploy/api.yaml': porter('port: 8080', '"run": \'./start.sh\''),
    '.github/workflows/d.yml': workflow('- run: porter apply -f deploy/api.yaml'),
  },
  [{ file: 'deploy/api.yaml', line: 12 }],
  'a file that a workflow names',
)
passes('start-command-overridden', { 'porter.yaml': porter('run: ""') })
passes('start-command-overridden', {
  'porter.yaml': withCarriageReturns(porter("'run': ''  # the image decides")),
})
passes(
  'start-command-overridden',
  {
    'porter.yaml': porter('run: ""')
      .replace('type: web', 'type: worker')
      .replace('""', 'celery -A app worker'),
  },
  'a worker',
)
passes(
  'start-command-overridden',
  { 'porter.yaml': porter('run: gunicorn app:app').replace('method: docker', 'method: pack') },
  'a buildpack',
)

catches('dockerfile-has-no-cmd', { Dockerfile: image('EXPOSE 8080') }, [
  { file: 'Dockerfile', line: undefined },
])
catches(
  'dockerfile-has-no-cmd',
  { Dockerfile: image(goodCommand, 'FROM python:3.13', 'EXPOSE 8080') },
  [{ file: 'Dockerfile', line: undefined }],
  'a CMD in another stage',
)
catches('dockerfile-has-no-cmd', { 'api.Dockerfile': image('CMD []') }, [
  { file: 'api.Dockerfile', line: 2 },
])
catches(
  'dockerfile-has-no-cmd',
  { Dockerfile: 'FROM python:3.13 AS base\nCMD ["gunicorn", "a:a"]\nFROM base\nENTRYPOINT []\n' },
  [{ file: 'Dockerfile', line: undefined }],
  'an ENTRYPOINT that clears the inherited CMD',
)
passes('dockerfile-has-no-cmd', { Dockerfile: image(goodCommand) })
passes(
  'dockerfile-has-no-cmd',
  { Dockerfile: 'FROM python:3.13 AS Base\ncmd ["gunicorn", "a:a"]\nFROM base\n' },
  'a CMD of the base stage',
)
passes(
  'dockerfile-has-no-cmd',
  { Dockerfile: image('ENTRYPOINT ["gunicorn", "app:app"]') },
  'an ENTRYPOINT, which another rule judges',
)
passes('dockerfile-has-no-cmd', { 'Dockerfile.dev': image() }, "a developer's image")

catches('dockerfile-cmd-in-shell-form', { Dockerfile: image('CMD gunicorn app:app') }, [
  { file: 'Dockerfile', line: 2 },
])
catches(
  'dockerfile-cmd-in-shell-form',
  { Dockerfile: image("CMD ['gunicorn', 'app:app']") },
  [{ file: 'Dockerfile', line: 2 }],
  'single quotes',
)
catches(
  'dockerfile-cmd-in-shell-form',
  { Dockerfile: image('', 'CMD ["sh", "-c", "gunicorn app:app"]') },
  [{ file: 'Dockerfile', line: 3 }],
)
passes('dockerfile-cmd-in-shell-form', {
  Dockerfile: withCarriageReturns(image('CMD ["gunicorn", \\', '# server', '  "app:app"]')),
})
passes('dockerfile-cmd-in-shell-form', {
  Dockerfile: image('CMD ["sh", "-c", "python manage.py check && exec gunicorn app:app"]'),
})
passes(
  'dockerfile-cmd-in-shell-form',
  { Dockerfile: image('CMD gunicorn app:app', goodCommand) },
  'a CMD that is replaced',
)

catches(
  'dockerfile-entrypoint-runs-code',
  { Dockerfile: image('ENTRYPOINT ["/entrypoint.sh"]', goodCommand) },
  [{ file: 'Dockerfile', line: 2 }],
)
catches(
  'dockerfile-entrypoint-runs-code',
  { Dockerfile: image('ENTRYPOINT ./migrate.sh && exec "$@"', goodCommand) },
  [{ file: 'Dockerfile', line: 2 }],
)
passes('dockerfile-entrypoint-runs-code', { Dockerfile: image('ENTRYPOINT []', goodCommand) })
passes('dockerfile-entrypoint-runs-code', {
  Dockerfile: image('ENTRYPOINT ["/usr/bin/tini", "--"]', goodCommand),
})
passes(
  'dockerfile-entrypoint-runs-code',
  { Dockerfile: image('ENTRYPOINT ["/x.sh"]', 'FROM python:3.13', goodCommand) },
  'a stage that does not ship',
)

const file = '.github/workflows/deploy.yml'
catches('porter-apply-without-file', { [file]: workflow('- run: porter apply') }, [
  { file, line: 6 },
])
catches(
  'porter-apply-without-file',
  {
    [file]: workflow(
      '- name: Deploy',
      '  run: |',
      '    # porter apply',
      '    echo "porter apply -f x"',
      '    exec porter apply \\',
      '      --wait && echo -f',
    ),
  },
  [{ file, line: 10 }],
  'a continued line in a block',
)
catches(
  'porter-apply-without-file',
  {
    [file]: withCarriageReturns(
      workflow('- uses: porter-dev/porter-cli-action@v0.1.0', '  with:', '    command: apply'),
    ),
  },
  [{ file, line: 8 }],
)
passes('porter-apply-without-file', {
  [file]: workflow('- run: exec porter apply -f ./porter.yaml --wait'),
})
passes('porter-apply-without-file', {
  [file]: workflow('- run: |', '    porter apply \\', '      --file=porter.yaml'),
})
passes(
  'porter-apply-without-file',
  { [file]: workflow('- run: |', '    # porter apply', '    echo done') },
  'a comment',
)

catches('porter-applies-missing-file', { [file]: workflow('- run: porter apply -f porter.yaml') }, [
  { file, line: 6 },
])
catches(
  'porter-applies-missing-file',
  { [file]: workflow('- run: "porter apply --file=api/porter.yaml"'), 'porter.yaml': porter() },
  [{ file, line: 6 }],
)
passes('porter-applies-missing-file', {
  [file]: workflow('- run: porter apply -f ./api/porter.yaml'),
  'api/porter.yaml': porter(),
})
passes(
  'porter-applies-missing-file',
  { [file]: workflow('- run: porter apply -f "$FILE"') },
  'a variable',
)

const resources = ['run: ""', 'port: 8080', 'cpuCores: 1', 'ramMegabytes: 512']
catches(
  'porter-file-invalid',
  { 'porter.yaml': porter(...resources, 'terminationGraceSeconds: 45') },
  [{ file: 'porter.yaml', line: 15 }],
)
catches('porter-file-invalid', { 'api.porter.yaml': porter(...resources).replace('v2', 'v3') }, [
  { file: 'api.porter.yaml', line: 1 },
])
passes('porter-file-invalid', { 'porter.yaml': porter(...resources) })
passes('porter-file-invalid', { 'porter.yml': withCarriageReturns(porter(...resources)) })
