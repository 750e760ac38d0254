import { catches, goodCommand, image, passes, porter, withCarriageReturns } from './cases.ts'

const config = 'gunicorn.conf.py'
const configured = image(`CMD ["gunicorn", "--bind", "0.0.0.0:8080", "-c", "${config}", "app:app"]`)
const public_ = ['run: ""', 'port: 8080']

catches(
  'workers-follow-the-node',
  { [config]: 'import multiprocessing\nworkers = multiprocessing.cpu_count() * 2 + 1\n' },
  [{ file: config, line: 2 }],
)
catches(
  'workers-follow-the-node',
  { [config]: 'from os import cpu_count\ncores = cpu_count()\n\nworkers = 2 * cores + 1\n' },
  [{ file: config, line: 4 }],
  'a name in between',
)
catches(
  'workers-follow-the-node',
  { 'gunicorn_config.py': 'def most():\n    return cpu_count() * 2\n\nworkers = most()\n' },
  [{ file: 'gunicorn_config.py', line: 4 }],
  'a function',
)
catches(
  'workers-follow-the-node',
  { Dockerfile: image('CMD gunicorn -w $(nproc) -b 0.0.0.0:8080 app:app') },
  [{ file: 'Dockerfile', line: 2 }],
)
passes('workers-follow-the-node', { [config]: '# multiprocessing.cpu_count()\nworkers = 3\n' })
catches(
  'workers-follow-the-node',
  { [config]: 'import os\nlimit = min(4, 8)\nworkers = os.cpu_count() or limit\n' },
  [{ file: config, line: 3 }],
  'a limit of something else',
)
passes(
  'workers-follow-the-node',
  { [config]: 'import os\ncores = os.cpu_count()\nworkers = min(cores * 2 + 1, 8)\n' },
  'a limit, one name later',
)
passes(
  'workers-follow-the-node',
  { [config]: 'import os\nworkers = min(os.cpu_count(), 4)\n' },
  'a limit',
)
passes('workers-follow-the-node', {
  [config]: 'import os\nworkers = int(os.environ.get("N", "2"))\nprint(os.cpu_count())\n',
})

catches(
  'workers-outgrow-container',
  {
    Dockerfile: configured,
    [config]: 'workers = 8\n',
    'porter.yaml': porter(...public_, 'ramMegabytes: 512'),
  },
  [{ file: config, line: 1 }],
)
catches(
  'workers-outgrow-container',
  {
    Dockerfile: image('CMD ["gunicorn", "--workers=9", "a:a"]'),
    'porter.yaml': porter(...public_, 'ramMegabytes: 1024'),
  },
  [{ file: 'Dockerfile', line: 2 }],
)
passes('workers-outgrow-container', {
  Dockerfile: configured,
  [config]: 'workers = 4\n',
  'porter.yaml': porter(...public_, 'ramMegabytes: 512'),
})
passes(
  'workers-outgrow-container',
  {
    Dockerfile: configured,
    [config]: 'workers = size()\n',
    'porter.yaml': porter(...public_, 'ramMegabytes: 128'),
  },
  'what only a start would tell',
)

catches(
  'grace-period-too-short',
  { Dockerfile: image(goodCommand), 'porter.yaml': porter(...public_) },
  [{ file: 'porter.yaml', line: 9 }],
  'the defaults',
)
catches(
  'grace-period-too-short',
  {
    Dockerfile: configured,
    [config]: 'graceful_timeout = 36\n',
    'porter.yaml': porter('terminationGracePeriodSeconds: 45', ...public_),
  },
  [{ file: 'porter.yaml', line: 11 }],
)
catches(
  'grace-period-too-short',
  {
    Dockerfile: image('CMD ["gunicorn", "--graceful-timeout", "60", "a:a"]'),
    'porter.yaml': porter('terminationGracePeriodSeconds: 69'),
  },
  [{ file: 'porter.yaml', line: 11 }],
)
passes('grace-period-too-short', {
  Dockerfile: configured,
  [config]: 'graceful_timeout = 35\n',
  'porter.yaml': porter('terminationGracePeriodSeconds: 45'),
})
passes('grace-period-too-short', {
  Dockerfile: image('CMD ["gunicorn", "--graceful-timeout=20", "a:a"]'),
  'porter.yaml': withCarriageReturns(porter(...public_)),
})
passes(
  'grace-period-too-short',
  { Dockerfile: image('CMD ["uvicorn", "a:a"]'), 'porter.yaml': porter(...public_) },
  'another server',
)

catches(
  'keep-alive-shorter-than-proxy',
  { Dockerfile: configured, [config]: 'threads = 2\nkeepalive = 5\n' },
  [{ file: config, line: 2 }],
)
catches(
  'keep-alive-shorter-than-proxy',
  { Dockerfile: image('CMD ["gunicorn", "-k", "gthread", "app:app"]') },
  [{ file: 'Dockerfile', line: 2 }],
  'the default',
)
catches(
  'keep-alive-shorter-than-proxy',
  { Dockerfile: image('CMD ["gunicorn", "--threads=4", \\', '  "--keep-alive", "60", "app:app"]') },
  [{ file: 'Dockerfile', line: 3 }],
)
passes('keep-alive-shorter-than-proxy', {
  Dockerfile: configured,
  [config]: 'threads = 2\nkeepalive = 75\n',
})
passes(
  'keep-alive-shorter-than-proxy',
  { Dockerfile: configured, [config]: 'workers = 2\nkeepalive = 2\n' },
  'sync workers, which ignore it',
)
passes(
  'keep-alive-shorter-than-proxy',
  { Dockerfile: configured, [config]: 'worker_class = "gthread"\nkeepalive = 0\n' },
  'keep-alive that is off',
)

const annotated = (seconds: string): string =>
  porter(
    ...public_,
    'ingressAnnotations:',
    `  nginx.ingress.kubernetes.io/proxy-read-timeout: ${seconds}`,
    `  nginx.ingress.kubernetes.io/proxy-send-timeout: ${seconds}`,
  )
catches(
  'proxy-timeout-shorter-than-app',
  { Dockerfile: configured, [config]: 'timeout = 120\n', 'porter.yaml': porter(...public_) },
  [{ file: 'porter.yaml', line: 9 }],
  'the default of the proxy',
)
catches(
  'proxy-timeout-shorter-than-app',
  { Dockerfile: configured, [config]: 'timeout = 120\n', 'porter.yaml': annotated('"120"') },
  [
    { file: 'porter.yaml', line: 14 },
    { file: 'porter.yaml', line: 15 },
  ],
)
passes('proxy-timeout-shorter-than-app', {
  Dockerfile: configured,
  [config]: 'timeout = 120\n',
  'porter.yaml': annotated("'121'"),
})
passes(
  'proxy-timeout-shorter-than-app',
  { Dockerfile: image(goodCommand), 'porter.yaml': porter(...public_) },
  'the defaults',
)
passes(
  'proxy-timeout-shorter-than-app',
  {
    Dockerfile: configured,
    [config]: 'timeout = 120\n',
    'porter.yaml': porter(...public_, 'private: true'),
  },
  'a service without an ingress',
)
passes(
  'proxy-timeout-shorter-than-app',
  { Dockerfile: configured, [config]: 'timeout = 0\n', 'porter.yaml': porter(...public_) },
  'no timeout',
)
