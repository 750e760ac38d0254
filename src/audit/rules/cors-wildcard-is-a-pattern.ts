import { isTest } from '../readers/ours.ts'
import { findCalls } from '../readers/python-calls.ts'
import { readPython } from '../readers/python-file.ts'
import { evaluate } from '../readers/python-values.ts'
import type { Rule } from '../rule.ts'

export const corsWildcardIsAPattern = {
  id: 'cors-wildcard-is-a-pattern',
  severity: 'error',
  why: 'flask-cors reads `https://*.example.com` as an unanchored regular expression: it denies app.example.com and lets https://xexample.com.evil.io in.',
  fix: 'List the origins in full, or write an anchored expression with escaped dots.',
  find: (repo) =>
    repo
      .list()
      .filter((path) => path.endsWith('.py') && !isTest(repo, path))
      .filter((path) => /flask_cors/.test(repo.read(path) ?? ''))
      .flatMap((path) => {
        const file = readPython(repo, path)
        return findCalls(file, /(?:^|\.)(?:CORS|cross_origin)$/).flatMap(({ named, line }) => {
          const origins = named.get('origins')
          const values = [origins && evaluate(origins, file)].flat()
          return values
            .filter((value) => typeof value === 'string' && /^https?:\/\/\*/.test(value))
            .map((value) => ({ file: path, line, message: `\`${value}\` is no wildcard here.` }))
        })
      }),
} as const satisfies Rule
