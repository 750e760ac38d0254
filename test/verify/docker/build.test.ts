import { expect, test } from 'vitest'
import { explainFailure } from '../../../src/verify/runtimes/docker/build.ts'

const explain = (stderr: string, stdout = '') => explainFailure({ code: 1, stdout, stderr })

test.each([
  ['no daemon', 'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?'],
  ['no buildx', 'ERROR: BuildKit is enabled but the buildx component is missing or broken.'],
  ['no disk', 'write /var/lib/x: no space left on device'],
  ['no such base', 'pull access denied for pyhton, repository does not exist or may require login'],
  ['a limit of the registry', 'toomanyrequests: You have reached your pull rate limit'],
  ['no registry', 'Error response from daemon: Get "https://registry-1.docker.io/v2/": dial tcp'],
  ['no registry for BuildKit', 'failed to do request: Head "https://registry-1.docker.io/v2/x"'],
  ['no network for pip', 'NewConnectionError: Failed to establish a new connection'],
  ['no network for apt', "Temporary failure resolving 'deb.debian.org'"],
])('the machine is to blame for %s', (_, log) => {
  expect(explain(log).blame).toBe('machine')
})

test.each([
  ['a missing package', 'ERROR: No matching distribution found for nosuch==1.0'],
  ['a build command', "The command '/bin/sh -c false' returned a non-zero code: 1"],
  [
    'a tag that the registry does not have',
    'manifest for python:9-slim not found: manifest unknown',
  ],
  [
    'the same, in the words of BuildKit',
    'failed to resolve source metadata for docker.io/library/python:9: docker.io/library/python:9: not found',
  ],
  [
    'a step of its own, after one that found the network again',
    'Step 1/3 : RUN a\nConnectionError: retrying\nStep 2/3 : RUN b\nno',
  ],
  ['a missing file', 'COPY failed: file not found in build context: stat requirements.txt'],
])('the service is to blame for %s', (_, log) => {
  expect(explain(log).blame).toBe('service')
})

test('the log begins with the step that failed, of either builder', () => {
  const classic = explain('no', 'Step 1/9 : FROM x\n ---> 1\nStep 2/9 : RUN y\nwhy\n')
  expect(classic.log).toBe('Step 2/9 : RUN y\nwhy\nno')
  const buildkit = explain('#1 [base 1/2] FROM x\n#1 DONE\n#2 [base 2/2] RUN y\n#2 0.1 why\n')
  expect(buildkit.log).toBe('#2 [base 2/2] RUN y\n#2 0.1 why')
})

test('of a long log the end is kept, where the reason is', () => {
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`)
  const { log } = explain('', lines.join('\n'))
  expect(log.split('\n')).toHaveLength(40)
  expect(log).toMatch(/line 99$/)
})
