import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reusingEncoder } from '../../src/io/encode.ts'

test('every text is encoded as it is alone, whatever was encoded before', () => {
  const encode = reusingEncoder()
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      expect(Buffer.from(encode(text))).toEqual(Buffer.from(text))
    }),
  )
  expect(Buffer.from(encode('\ud800'))).toEqual(Buffer.from('\ud800'))
})
