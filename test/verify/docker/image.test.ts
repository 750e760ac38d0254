import { expect, test } from 'vitest'
import type { DockerClient } from '../../../src/verify/runtimes/docker/client.ts'
import { commandOf } from '../../../src/verify/runtimes/docker/command.ts'
import { readImage } from '../../../src/verify/runtimes/docker/service.ts'

test.each([
  ['28 and later, which leaves out what is empty', '{"Cmd":["python3"]}'],
  ['before', '{"User":"","Entrypoint":null,"Cmd":["python3"],"WorkingDir":""}'],
])('an image without USER and ENTRYPOINT is read as a client prints it: %s', async (_, printed) => {
  const client = { must: async () => printed } as unknown as DockerClient
  const image = await readImage(client, 'abc')
  expect(image).toEqual({ id: 'abc', User: '', Entrypoint: null, Cmd: ['python3'], WorkingDir: '' })
  expect(commandOf(image)).toEqual(['python3'])
})
