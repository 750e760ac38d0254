import fc from 'fast-check'
import { expect, test } from 'vitest'
import { auditRepo } from '../../src/audit/audit-repo.ts'
import { memoryRepo } from '../../src/repo/repo.ts'
import { runs } from '../support/runs.ts'

const names = [
  'Dockerfile',
  '.dockerignore',
  'gunicorn.conf.py',
  'app.py',
  'settings.py',
  'porter.yaml',
  'requirements.txt',
  'poetry.lock',
  '.github/workflows/deploy.yml',
] as const

/** Pieces that lead far into the readers, in any order. */
const piece = fc.oneof(
  fc.constantFrom(
    ...'FROM python AS|CMD ["gunicorn", "-b|HEALTHCHECK --x=|ENV|USER ${A:-|RUN <<EOF|\\\n|\n|\r\n|: |- |[|{|"|\'|f"{|bind = |workers|CORS(|**kw|services:|run:|jobs:|steps:|on: |gunicorn==|<22|&a *a|if x:\n  |def f():|flask_cors'.split(
      '|',
    ),
  ),
  fc.string({ maxLength: 8, unit: 'binary' }),
)
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(' '))

test('no file of a repository, however broken, makes a rule throw', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), text), (files) => {
      for (const { rule, where } of auditRepo(memoryRepo({ ...files })))
        expect([rule, where.line ?? 1]).toEqual([rule, expect.any(Number)])
    }),
    { numRuns: runs.anyRepository },
  )
}, 60_000)

test.each([
  ['Dockerfile', `FROM python\n${'RUN pip install \\\n  gunicorn==1!1 \\\n'.repeat(15_000)}`],
  ['Dockerfile', `FROM python\n${'ENV A="b" \'c\'\n'.repeat(30_000)}`],
  ['Dockerfile', `FROM python\nRUN pip install gunicorn=${'1!'.repeat(200_000)}/`],
  ['gunicorn.conf.py', `bind = "0.0.0.0:8080"\n${'a = 1\n'.repeat(80_000)}`],
  ['gunicorn.conf.py', `bind = ${'1 + '.repeat(50_000)}1\n`],
  ['gunicorn.conf.py', `bind = ${'('.repeat(20_000)}1${')'.repeat(20_000)}\n`],
  ['settings.py', `CORS = 1\n${'if x:\n'.repeat(20_000)}`],
  ['porter.yaml', `a: &a [x]\nservices:\n${'  - *a\n'.repeat(50_000)}`],
  ['requirements.txt', `gunicorn${'=1!1'.repeat(100_000)}/`],
])(
  'a large %s is judged in seconds (%#)',
  (name, content) => {
    auditRepo(memoryRepo({ [name]: content }))
  },
  30_000,
)
