import { describe, expect, test } from 'vitest'
import { findApp, readContainerImage, replaceApp } from '../../src/verify/container-image.ts'

describe('the image of a Dockerfile', () => {
  test('starts with ENTRYPOINT and CMD together, word by word', () => {
    const { command } = readContainerImage(
      'FROM x\nENTRYPOINT ["tini", "--"]\nCMD ["a b", \\\n  "c"]\n',
    )
    expect(command).toEqual(['tini', '--', 'a b', 'c'])
  })

  test('hands a CMD in shell form to a shell', () => {
    expect(readContainerImage('FROM x\nCMD gunicorn -b :$PORT app:app\n').command).toEqual([
      '/bin/sh',
      '-c',
      'gunicorn -b :$PORT app:app',
    ])
  })

  test('takes the last CMD of the last stage', () => {
    const text = 'FROM x AS one\nCMD ["one"]\nFROM y\nCMD ["two"]\nCMD ["three"]\n'
    expect(readContainerImage(text).command).toEqual(['three'])
  })

  test('inherits from a stage that it is built on', () => {
    const text =
      'FROM x AS base\nENV A=1\nWORKDIR /app\nFROM base AS builder\nENV B=1\nFROM base\nENV C=1\n'
    const { env, workdir } = readContainerImage(text)
    expect(Object.keys(env)).toEqual(['PATH', 'A', 'C'])
    expect(workdir).toBe('/app')
  })

  test.each([
    ['A="/opt/bin:$PATH"', '/opt/bin:/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['A="costs \\$5"', 'costs $5'],
    ['A="say \\"hi\\""', 'say "hi"'],
    ['A="back\\\\slash \\\\$NONE"', 'back\\slash \\'],
    ["A='as it $stands'", 'as it $stands'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the builder's
    ['A="${NONE}x"', 'x'],
  ])('reads ENV %s', (line, value) => {
    expect(readContainerImage(`FROM x\nENV ${line}\n`).env['A']).toBe(value)
  })
})

describe('the app in a command', () => {
  test.each([
    [
      ['gunicorn', '--bind', '0.0.0.0:8080', 'hoptix_server:application'],
      'hoptix_server:application',
    ],
    [['sh', '-c', 'exec gunicorn -b 0.0.0.0:8080 shop.wsgi:make() --reload'], 'shop.wsgi:make()'],
    [['gunicorn', '--statsd-host', 'localhost:8125', '--certfile=tls:x/y', 'app:app'], 'app:app'],
    [['python', 'app.py'], undefined],
  ])('of %j is %s', (command, app) => {
    expect(findApp(command)).toBe(app)
  })

  test('is replaced by words in exec form, and inside the script in shell form', () => {
    const words = ['--print-config', 'b:b']
    expect(replaceApp(['gunicorn', 'a:a'], 'a:a', words)).toEqual(['gunicorn', ...words])
    expect(replaceApp(['sh', '-c', 'gunicorn a:a; true'], 'a:a', words)).toEqual([
      'sh',
      '-c',
      'gunicorn --print-config b:b; true',
    ])
  })
})

test('the user is the last one named in the stages that it was built from', () => {
  const stages = 'FROM x AS a\nUSER 7:7\nFROM a\nRUN y\n'
  expect(readContainerImage(stages).user).toBe('7:7')
  expect(readContainerImage(`${stages}USER 0\nUSER 10001:10001\n`).user).toBe('10001:10001')
  expect(readContainerImage('FROM x AS a\nUSER 7\nFROM x\n').user).toBe('')
})
