import { expect, test } from 'vitest'
import { stamp } from '../../../src/artifacts/marker.ts'
import { readDockerfiles } from '../../../src/audit/readers/dockerfiles.ts'
import { memoryRepo } from '../../../src/repo/repo.ts'

const body = 'FROM python:3.13-slim\nUSER 10001\nCMD ["gunicorn", "app:app"]\n'

function stamped(text: string, service: string): string {
  return stamp(text, 'hash', {
    description: 'hoptix.yaml',
    service,
    descriptionHash: '0'.repeat(16),
  })
}

test('Dockerfiles that differ in their marker alone are each told with their path and their lines', () => {
  const files = {
    'a/Dockerfile': stamped(body, 'a'),
    'b/Dockerfile': stamped(body, 'b'),
    'c/Dockerfile': stamped(body.replace('USER 10001\n', ''), 'c'),
    'd/Dockerfile': body,
    'e/Dockerfile': stamped(body, 'a'),
  }
  const told = readDockerfiles(memoryRepo(files)).map(({ path, instructions }) => [
    path,
    ...instructions.map(({ keyword, line, source }) => [keyword, line, source[0]].join(' ')),
  ])
  const [from, user, cmd] = body.split('\n')
  const whole = [`FROM 4 ${from}`, `USER 5 ${user}`, `CMD 6 ${cmd}`]
  expect(told).toEqual([
    ['a/Dockerfile', ...whole],
    ['b/Dockerfile', ...whole],
    ['c/Dockerfile', `FROM 4 ${from}`, `CMD 5 ${cmd}`],
    ['d/Dockerfile', `FROM 1 ${from}`, `USER 2 ${user}`, `CMD 3 ${cmd}`],
    ['e/Dockerfile', ...whole],
  ])
})

test('a directive counts at the top of a file, and nowhere behind a marker', () => {
  const text = `# syntax=docker/dockerfile:1\n${body}`
  const read = (content: string) =>
    readDockerfiles(memoryRepo({ Dockerfile: content })).flatMap(({ directives }) => directives)
  expect(read(text)).toEqual([{ name: 'syntax', line: 1 }])
  expect(read(stamped(text, 'a'))).toEqual([])
})
