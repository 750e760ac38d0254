import { deepStrictEqual } from 'node:assert'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { generateFrom } from '../../src/pipeline.ts'
import { memoryRepo } from '../../src/repo/repo.ts'
import { settings } from '../../src/spec/schema.ts'
import { runs } from '../support/runs.ts'
import { descriptionValues, load, textStyle, write } from './descriptions.ts'
import { valuesOf } from './schema-values.ts'

describe('the hostile descriptions', () => {
  const drawn = fc.sample(descriptionValues(), runs.descriptionSample)

  test('nearly all of them get past the loader, so that little is left untested', () => {
    const refused = drawn
      .map((written) => load(write(written, 'QUOTE_DOUBLE')))
      .filter(({ ok }) => !ok)
    expect(refused.length, JSON.stringify(refused.slice(0, 3))).toBeLessThan(drawn.length / 20)
  })

  test('write every key there is', () => {
    // Of a list, all items.
    const valuesAt = (root: unknown, key: string) =>
      key.split('.').reduce<unknown[]>(
        (parents, step) =>
          parents
            .flat()
            .map((parent) => (parent as Record<string, unknown>)[step])
            .filter((value) => value !== undefined),
        [root],
      )
    const unwritten = settings
      .map(({ key }) => key)
      // Templates are files, and a description alone has none.
      .filter((key) => key !== 'templates')
      .filter((key) => drawn.every((written) => valuesAt(written, key).length === 0))
    expect(unwritten).toEqual([])
  })

  test('are read by the loader as they were written', () => {
    fc.assert(
      fc.property(descriptionValues(), textStyle, (written, style) => {
        const loaded = load(write(written, style))
        if (loaded.ok) deepStrictEqual(loaded.spec.services[0]?.written, written)
      }),
      { numRuns: runs.validDescription },
    )
  })

  // Two ways to write a pattern, each with one character too many: it must turn up in what is drawn.
  test.each([
    { way: 'a pattern', schema: z.string().check(z.regex(/^[a-z$]+$/)) },
    { way: 'a refinement', schema: z.string().check(z.refine((text) => /^[a-z$]+$/.test(text))) },
  ])('hold what $way lets through by mistake', ({ schema }) => {
    const hints = { texts: { key: fc.stringMatching(/^[a-z]+$/) }, sizes: {} }
    const texts = fc.sample(valuesOf(schema, hints, 'key'), runs.schemaSample)
    expect(texts.some((text) => String(text).includes('$'))).toBe(true)
  })

  // Each file has a place of its own, and none of them is the description's.
  test.each(['Dockerfile', 'hoptix_server.py', 'DEPLOYMENT.md', 'hoptix.yaml', '.dockerignore'])(
    'never write two files to %s',
    (file) => {
      const text = write({ name: 'x', app: 'app:app', porter: { file } }, 'PLAIN')
      const read = generateFrom(new TextEncoder().encode(text), 'hoptix.yaml', memoryRepo({}))
      if (!read.ok) return
      const paths = ['hoptix.yaml', ...read.generation.artifacts.map(({ path }) => path)]
      expect(paths).toEqual([...new Set(paths)])
    },
  )

  // To JavaScript's objects these names mean something; in hoptix.yaml they are names like any other.
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('never lose %s', (name) => {
    const env = JSON.parse(`{"${name}": "value"}`)
    const loaded = load(write({ name: 'x', app: 'app:app', env, image: { env } }, 'PLAIN'))
    if (!loaded.ok) return
    const [spec] = loaded.spec.services
    expect(Object.entries(spec?.written.env ?? {})).toEqual([[name, 'value']])
    expect(Object.entries(spec?.written.image?.env ?? {})).toEqual([[name, 'value']])
  })
})
