import { expect, test } from 'vitest'
import { placesOf } from './describe.ts'

/** Whether or not a service replaces the list: no service can add to an item of it. */
test.each([
  ['no service', ''],
  ['a service', '    processes: []\n'],
])('an item of a default list that lacks a key is refused where %s replaces it', (_who, line) => {
  const text = `defaults:
  processes:
    - name: mails
      type: worker
services:
  - name: shop
    app: app:app
${line}`
  expect(placesOf(text)).toEqual(['spec-required-key 3:7'])
})

test('a map of the defaults may lack what a service adds', () => {
  const text = `defaults:
  cors:
    maxAge: 60
services:
  - name: shop
    app: app:app
    cors:
      origins: [https://shop.example.com]
`
  expect(placesOf(text)).toEqual([])
})
