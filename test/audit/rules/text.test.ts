import { stamp } from '../../../src/artifacts/marker.ts'
import { catches, goodCommand, image, passes, porter, withCarriageReturns } from './cases.ts'

const ours = (body: string): string =>
  stamp(body, 'hash', {
    description: 'hoptix.yaml',
    service: 'shop',
    descriptionHash: '0'.repeat(16),
  })
catches(
  'text-depends-on-machine',
  { Dockerfile: withCarriageReturns(ours('FROM python:3.13\n')) },
  [{ file: 'Dockerfile', line: 1 }],
)
catches(
  'text-depends-on-machine',
  { Dockerfile: ours('FROM python:3.13') },
  [{ file: 'Dockerfile', line: 4 }],
  'a missing last newline',
)
catches(
  'text-depends-on-machine',
  { 'gunicorn.conf.py': `\ufeff${ours('# Written in /home/ann/shop at 2026-11-02 10:00\n')}` },
  [
    { file: 'gunicorn.conf.py', line: 1 },
    { file: 'gunicorn.conf.py', line: 4 },
  ],
)
catches(
  'text-depends-on-machine',
  { 'porter.yaml': ours('dockerfile: C:\\shop\\Dockerfile\nname: shop\n') },
  [{ file: 'porter.yaml', line: 4 }],
)
for (const trace of ['/Users/ann/shop', '/home/ann/shop', 'D:\\\\shop', '2026-11-02T10:00'])
  catches(
    'text-depends-on-machine',
    { 'gunicorn.conf.py': ours(`workers = 1\n# ${trace}\n`) },
    [{ file: 'gunicorn.conf.py', line: 5 }],
    trace,
  )
passes(
  'text-depends-on-machine',
  { Dockerfile: ours('ENV HINT="FROM a:\\\\x, /Users/ann"\n') },
  'a value of the description',
)
passes(
  'text-depends-on-machine',
  { Dockerfile: ours('FROM python:3.13\nWORKDIR /home/app\n') },
  'a path in the image',
)
passes(
  'text-depends-on-machine',
  { Dockerfile: withCarriageReturns('FROM python:3.13\n') },
  "somebody else's file",
)

catches('file-does-not-parse', { 'porter.yaml': 'version: v2\nname: [\n' }, [
  { file: 'porter.yaml', line: 3 },
])
catches('file-does-not-parse', { Dockerfile: 'FROM python:3.13\nRUNN pip install x\n' }, [
  { file: 'Dockerfile', line: 2 },
])
catches('file-does-not-parse', { 'gunicorn.conf.py': 'bind = "0.0.0.0:8080"\nworkers = = 3\n' }, [
  { file: 'gunicorn.conf.py', line: 2 },
])
catches('file-does-not-parse', { '.github/workflows/d.yml': 'on: push\n\tjobs: {}\n' }, [
  { file: '.github/workflows/d.yml', line: 2 },
])
passes('file-does-not-parse', {
  Dockerfile: withCarriageReturns(image(goodCommand)),
  'porter.yaml': porter('run: ""'),
})
passes(
  'file-does-not-parse',
  {
    'gunicorn.conf.py':
      'bind = f"{host["a"]}:8080"\ntype X = int\nmatch x:\n    case 1:\n        pass\n',
  },
  'recent Python',
)
passes('file-does-not-parse', { 'app.py': 'print "hello"\n' }, 'Python that is not ours to judge')
