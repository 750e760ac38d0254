import { expect, test } from 'vitest'
import {
  changedCommand,
  commandOf,
  createWords,
  envFileOf,
  type Placement,
} from '../../../src/verify/runtimes/docker/command.ts'

const config = { Entrypoint: ['tini', '--'], Cmd: ['gunicorn', 'a:app'], User: '', WorkingDir: '/' }

const placement: Placement = {
  image: 'sha256:1',
  label: 'of=this',
  env: { SECRET: 'hidden', KEY: 'one\ntwo' },
  envFile: '/tmp/x.env',
  cpus: 0.5,
  memory: 512,
  writable: ['/app/uploads'],
  writableRoot: false,
  publish: undefined,
  command: undefined,
}

test('the command is that of the image until something of it is to change', () => {
  expect(changedCommand(config, 'a:app', {})).toBeUndefined()
  expect(changedCommand(config, 'a:app', { flags: ['-x'], app: 'b:app' })).toEqual([
    ...['tini', '--', 'gunicorn', '-x', 'b:app'],
  ])
  expect(changedCommand(config, 'a:app', { command: ['python', 'job.py'] })).toEqual([
    ...['python', 'job.py'],
  ])
  expect(commandOf({ ...config, Entrypoint: null, Cmd: null })).toEqual([])
})

test('a container gets the declared limits, with no swap beside the memory', () => {
  const words = createWords(placement).join(' ')
  expect(words).toContain('--cpus 0.5 --memory 512m --memory-swap 512m')
  expect(words).toContain('--cap-drop ALL')
  expect(words).toContain('--read-only --mount type=volume,destination=/app/uploads')
  expect(words).toMatch(/ sha256:1$/)
})

test('a changed command replaces ENTRYPOINT and CMD, and stands behind the image', () => {
  const words = createWords({ ...placement, command: ['python', 'job.py', '--all'] }).join(' ')
  expect(words).toMatch(/ --entrypoint python sha256:1 job\.py --all$/)
})

test('a port is published on loopback alone, and only where it must be', () => {
  expect(createWords(placement).join(' ')).not.toContain('--publish')
  expect(createWords({ ...placement, publish: 8080 }).join(' ')).toContain(
    '--publish 127.0.0.1::8080',
  )
})

test('values stand in the file, but for those in several lines, which no such file can hold', () => {
  expect(envFileOf(placement.env)).toBe('SECRET=hidden\n')
  const words = createWords(placement).join(' ')
  expect(words).toContain('KEY=one\ntwo')
  expect(words).not.toContain('hidden')
})
