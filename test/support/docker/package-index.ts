import { once } from 'node:events'
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:https'
import { join, normalize } from 'node:path'

/** The name in the certificate that setup.sh makes. */
export const indexHost = 'index.test'

export interface PackageIndex {
  close(): Promise<void>
}

interface Options {
  /** An address of our own bridge: nobody else can reach it, and its port 443 is free. */
  readonly address: string
  /** Holds `<index>/simple/<package>/<files>`. */
  readonly folder: string
  readonly tls: string
  /** What `Authorization` must be below this index. */
  readonly guarded: { readonly index: string; readonly authorization: string }
}

/** Package indexes over https as PEP 503 has them: a page of links for each package. */
export async function startPackageIndex(options: Options): Promise<PackageIndex> {
  const { address, folder, tls, guarded } = options
  const read = (name: string) => readFileSync(join(tls, name))
  const server = createServer(
    { cert: read('server.pem'), key: read('server.key') },
    (ask, answer) => {
      const path = normalize(decodeURIComponent(ask.url ?? '/'))
      if (
        path.startsWith(`/${guarded.index}/`) &&
        ask.headers.authorization !== guarded.authorization
      )
        return void answer.writeHead(401, { 'WWW-Authenticate': 'Basic realm="index"' }).end()
      const file = join(folder, path)
      if (!existsSync(file)) return void answer.writeHead(404).end()
      if (statSync(file).isFile()) return void createReadStream(file).pipe(answer)
      const page = readFileSync(join(file, 'links.html'), 'utf8')
      answer.writeHead(200, { 'Content-Type': 'text/html' }).end(page)
    },
  )
  server.listen(443, address)
  await once(server, 'listening')
  return {
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
