import { describe, expect, test } from 'vitest'
import { hashValue, mentionsMarker, readMarker, stamp } from '../../src/artifacts/marker.ts'

const origin = { description: 'hoptix.yaml', service: 'shop', descriptionHash: '0123456789abcdef' }
const body = 'first = 1\n\nsecond = 2\n'

describe.each(['hash', 'html'] as const)('a marker in a %s comment', (style) => {
  const file = stamp(body, style, origin)

  test('says where the file came from and that nobody touched it', () => {
    expect(readMarker(file)).toEqual({ ...origin, bodyIsUntouched: true })
  })

  test.each([
    ['CRLF line ends', file.replaceAll('\n', '\r\n')],
    ['a missing final newline', file.trimEnd()],
    ['more final newlines', `${file}\n\n`],
    ['trailing blanks', file.replaceAll('\n', '  \n')],
    ['a byte order mark', `\ufeff${file}`],
  ])('does not call %s an edit', (_, changed) => {
    expect(readMarker(changed)?.bodyIsUntouched).toBe(true)
  })

  test.each([
    ['a changed value', file.replace('first = 1', 'first = 2')],
    ['a line more', `${file}third = 3\n`],
    ['a line less', file.replace('first = 1\n', '')],
    ['an indented line', file.replace('second', '  second')],
  ])('calls %s an edit', (_, changed) => {
    expect(readMarker(changed)?.bodyIsUntouched).toBe(false)
  })

  test.each([
    ['a line above it', `# note\n${file}`],
    ['its second line gone', file.replace(/.*description:.*\n/, '')],
    ['another word in it', file.replace('edits belong there', 'edit me')],
  ])('with %s is no marker, but the file is still known as ours', (_, changed) => {
    expect(readMarker(changed)).toBeUndefined()
    expect(mentionsMarker(changed)).toBe(true)
  })
})

test('a description in a folder with odd characters is read back', () => {
  const odd = { ...origin, description: 'my services/é%20.yaml' }
  expect(readMarker(stamp(body, 'hash', odd))?.description).toBe(odd.description)
})

test('the order of keys does not change a hash, any value does', () => {
  expect(hashValue({ a: 1, b: { c: [1, 2], d: 'x' } })).toBe(
    hashValue({ b: { d: 'x', c: [1, 2] }, a: 1 }),
  )
  expect(hashValue({ a: [1, 2] })).not.toBe(hashValue({ a: [2, 1] }))
})
