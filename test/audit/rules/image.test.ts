import { catches, goodCommand, image, passes, withCarriageReturns, workflow } from './cases.ts'

catches('image-runs-as-root', { Dockerfile: image(goodCommand) }, [
  { file: 'Dockerfile', line: undefined },
])
catches('image-runs-as-root', { Dockerfile: image('USER 1000', 'USER root', goodCommand) }, [
  { file: 'Dockerfile', line: 3 },
])
catches('image-runs-as-root', { Dockerfile: image('USER 0:10001', goodCommand) }, [
  { file: 'Dockerfile', line: 2 },
])
catches(
  'image-runs-as-root',
  { Dockerfile: withCarriageReturns(image('RUN useradd appuser', 'USER appuser', goodCommand)) },
  [{ file: 'Dockerfile', line: 3 }],
)
catches(
  'image-runs-as-root',
  { Dockerfile: image('USER 1000', 'FROM python:3.13', goodCommand) },
  [{ file: 'Dockerfile', line: undefined }],
  'a USER in another stage',
)
passes('image-runs-as-root', { Dockerfile: image('USER 10001:10001', goodCommand) })
passes(
  'image-runs-as-root',
  { Dockerfile: 'FROM python:3.13 AS base\nUSER 1000\nFROM base\nCMD ["gunicorn", "a:a"]\n' },
  'a USER of the base stage',
)
passes('image-runs-as-root', {
  Dockerfile: image('ENV APP_UID=1000', `user \${APP_UID}`, goodCommand),
})

catches(
  'dockerfile-needs-buildkit',
  {
    Dockerfile: `# syntax=docker/dockerfile:1\n${image('RUN --mount=type=cache,target=/x pip install a')}`,
  },
  [
    { file: 'Dockerfile', line: 1 },
    { file: 'Dockerfile', line: 3 },
  ],
)
catches(
  'dockerfile-needs-buildkit',
  { Dockerfile: image('COPY --link --from=a b c', 'RUN <<EOF', 'pip install x', 'EOF') },
  [
    { file: 'Dockerfile', line: 2 },
    { file: 'Dockerfile', line: 3 },
  ],
)
passes('dockerfile-needs-buildkit', {
  Dockerfile: image(
    'COPY --from=a --chown=1:1 b c',
    'RUN echo "1 << 2"',
    '# RUN --mount=type=cache x',
  ),
})
passes(
  'dockerfile-needs-buildkit',
  {
    Dockerfile: image('RUN --mount=type=cache,target=/x pip install a'),
    '.github/workflows/d.yml': workflow(
      '- run: porter apply -f porter.yaml',
      '  env:',
      '    DOCKER_BUILDKIT: 1',
    ),
  },
  'a workflow that asks for BuildKit',
)

passes(
  'dockerfile-needs-buildkit',
  { Dockerfile: image(String.raw`RUN ["/bin/sh", "-c", "--mount --link <<EOF \"x\""]`) },
  'words of a command that look like flags',
)
passes(
  'image-runs-as-root',
  { Dockerfile: image('RUN ["/bin/sh", "-c", "cat <<EOF"]', 'USER 10001', goodCommand) },
  'a heredoc in quotes, which is none',
)
