import { once } from 'node:events'
import { createReadStream, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { temporaryFolder, writeTree } from '../folders.mjs'

const pythonImage = 'python:3.13-slim-trixie'
export const benchImage = `hoptix-deploy-bench/${pythonImage}`

/**
 * A base image whose pip finds its packages on this machine, at an address of the daemon's bridge: otherwise a build
 * would measure the network. The wheels are fetched once, by the Python that will install them.
 */
export async function openWheels({ docker, cache }, requirements) {
  const folder = join(cache, 'bench-wheels', requirements.join(' ').replaceAll(/[^\w.=-]+/g, '_'))
  await download(docker, folder, requirements)
  const address = await docker([
    ...['network', 'inspect', 'bridge', '--format', '{{(index .IPAM.Config 0).Gateway}}'],
  ])
  const server = await serve(folder, address)
  const place = `http://${address}:${server.address().port}/`
  await buildBase(
    docker,
    `[global]\nno-index = true\nfind-links = ${place}\ntrusted-host = ${address}\n`,
  )
  return {
    /** A Dockerfile that starts from that base image, and is otherwise what it was. */
    onBench: (dockerfile) =>
      dockerfile.replaceAll(/^FROM python:/gm, 'FROM hoptix-deploy-bench/python:'),
    close: async () => {
      server.close()
      server.closeAllConnections()
      await docker(['rmi', benchImage]).catch(() => {})
    },
  }
}

async function download(docker, folder, requirements) {
  const complete = join(folder, 'complete')
  if (existsSync(complete)) return
  mkdirSync(folder, { recursive: true })
  const fetch = ['pip', 'download', '--quiet', '--no-cache-dir', '--dest', '/wheels']
  await docker([
    'run',
    '--rm',
    '--volume',
    `${folder}:/wheels`,
    pythonImage,
    ...fetch,
    ...requirements,
  ])
  writeFileSync(complete, '')
}

async function serve(folder, address) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.whl'))
  const page = names.map((name) => `<a href="${encodeURIComponent(name)}">${name}</a>\n`).join('')
  const server = createServer(({ url = '/' }, answer) => {
    const name = decodeURIComponent(url.slice(1))
    if (names.includes(name)) return void createReadStream(join(folder, name)).pipe(answer)
    answer.writeHead(name ? 404 : 200, { 'Content-Type': 'text/html' }).end(name ? '' : page)
  })
  server.listen(0, address)
  await once(server, 'listening')
  return server
}

async function buildBase(docker, config) {
  const dockerfile = `FROM ${pythonImage}\nCOPY pip.conf /etc/pip.conf\n`
  const context = writeTree(temporaryFolder(), { Dockerfile: dockerfile, 'pip.conf': config })
  await docker(['build', '--quiet', '--tag', benchImage, context], { DOCKER_BUILDKIT: '0' })
}
