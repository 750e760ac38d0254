import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Docker } from '../../support/docker/docker.ts'
import { putFiles } from '../../support/temporary.ts'

/** The base image whose shell writes down what it is asked to run, and does nothing else. */
export const recordingImage = 'hoptix-deploy-test/recording-shell:1'

/** Each call is a file of its own: how many words, the words, and the files of the working folder at that time. */
const recorder = `#!/bin/bash
{ printf '%s\\0' "$#" "$@"; find . -path ./.record -prune -o -type f -printf '%P\\0'; } >"/app/.record/$EPOCHREALTIME"
`

const dockerfile = `FROM python:3.13-slim-trixie
RUN mkdir -p /app/.record /opt/venv
COPY record /record
RUN chmod 755 /record && mv /record /usr/bin/sh
ENTRYPOINT ["/not/ours"]
`

/** Prints what the shell of this image recorded while it was built, and the environment of a process in it. */
const reader = `
import glob, json, os
calls = []
for name in glob.glob("/app/.record/*"):
    count, *parts = open(name).read().split("\\0")[:-1]
    calls.append({"words": parts[:int(count)], "files": sorted(parts[int(count):])})
print(json.dumps({"calls": calls, "env": dict(os.environ)}))
`

export interface Recording {
  /** In no particular order: BuildKit runs stages side by side. */
  readonly calls: readonly { readonly words: string[]; readonly files: string[] }[]
  readonly env: Readonly<Record<string, string>>
}

export async function buildRecordingImage(docker: Docker): Promise<void> {
  const context = mkdtempSync(join(tmpdir(), 'hoptix-deploy-test-'))
  try {
    putFiles(context, { Dockerfile: dockerfile, record: recorder })
    await docker.build({ context, tag: recordingImage, builder: 'classic' })
  } finally {
    rmSync(context, { recursive: true })
  }
}

export async function readRecording(docker: Docker, image: string): Promise<Recording> {
  const { id } = await docker.run({
    image,
    command: ['/usr/bin/python3', '-X', 'utf8', '-c', reader],
  })
  try {
    const deadline = Date.now() + 20_000
    while ((await docker.inspect(id)).State.Running) {
      if (Date.now() > deadline) throw new Error('the container does not end')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return JSON.parse(await docker.logs(id)) as Recording
  } finally {
    await docker.remove(id)
  }
}
