import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import {
  type CompletionItem,
  CompletionRequest,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  MarkupContent,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node'

/** What an editor shows of one text of hoptix.yaml. */
export interface Editor {
  /** Each problem as `line: message`, lines counted from 1; empty for a description without any. */
  problems(text: string): Promise<string[]>
  /** What is offered where `|` stands. */
  offers(text: string): Promise<CompletionItem[]>
  /** The text that is shown over the place where `|` stands; empty where there is none. */
  hover(text: string): Promise<string>
  close(): Promise<void>
}

const require = createRequire(import.meta.url)

/** The server's own program. */
const program = require.resolve('yaml-language-server/bin/yaml-language-server')

/** Nothing is asked of the network: schemas come from `schemas`, and no catalogue of them is loaded. */
const settings = {
  yaml: {
    schemaStore: { enable: false },
    kubernetesCRDStore: { enable: false },
    validate: true,
    hover: true,
    completion: true,
  },
}

/** Starts the language server that editors run. `schemas` holds the text of each address that a modeline may name. */
export async function startEditor(schemas: Readonly<Record<string, string>>): Promise<Editor> {
  const server = spawn(process.execPath, [program, '--stdio'], { stdio: 'pipe' })
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  )
  const published = collectDiagnostics(connection)
  answerRequests(connection, schemas)
  connection.listen()
  await introduce(connection)

  let opened = 0
  const open = async (text: string): Promise<string> => {
    const uri = `file:///project/${opened++}/hoptix.yaml`
    const textDocument = { uri, languageId: 'yaml', version: 1, text }
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument })
    return uri
  }
  const openAtMark = async (text: string) => {
    const { line, character } = placeOfMark(text)
    const uri = await open(text.replace('|', ''))
    return { textDocument: { uri }, position: { line, character } }
  }
  return {
    problems: async (text) => {
      const diagnostics = await published(await open(text))
      return diagnostics.map(({ range, message }) => `${range.start.line + 1}: ${message}`)
    },
    offers: async (text) => {
      const offered = await connection.sendRequest(CompletionRequest.type, await openAtMark(text))
      return Array.isArray(offered) ? offered : (offered?.items ?? [])
    },
    hover: async (text) => {
      const shown = await connection.sendRequest(HoverRequest.type, await openAtMark(text))
      return MarkupContent.is(shown?.contents) ? shown.contents.value : ''
    },
    close: async () => {
      await connection.sendRequest(ShutdownRequest.type)
      await connection.sendNotification(ExitNotification.type)
      connection.dispose()
    },
  }
}

/** The problems of a document, once the server has judged it; every document is opened only once. */
function collectDiagnostics(connection: ProtocolConnection) {
  const verdicts = new Map<string, ReturnType<typeof withResolvers>>()
  const verdictOn = (uri: string) => {
    const verdict = verdicts.get(uri) ?? withResolvers()
    verdicts.set(uri, verdict)
    return verdict
  }
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) =>
    verdictOn(uri).resolve(diagnostics),
  )
  return (uri: string) => verdictOn(uri).promise
}

/** What the server asks of an editor: its settings, and the text of a schema, as VS Code gives it. */
function answerRequests(
  connection: ProtocolConnection,
  schemas: Readonly<Record<string, string>>,
): void {
  connection.onRequest(ConfigurationRequest.type, ({ items }) =>
    items.map(({ section }) => (section === 'yaml' ? settings.yaml : null)),
  )
  connection.onRequest('vscode/content', (address: string) => {
    const schema = schemas[address]
    if (schema === undefined) throw new Error(`No schema is known at ${address}.`)
    return schema
  })
}

async function introduce(connection: ProtocolConnection): Promise<void> {
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: null,
    capabilities: {
      workspace: { configuration: true },
      textDocument: {
        completion: { completionItem: { snippetSupport: true } },
        hover: { contentFormat: ['markdown'] },
      },
    },
  })
  await connection.sendNotification(InitializedNotification.type, {})
  await connection.sendNotification('yaml/registerContentRequest')
  await connection.sendNotification(DidChangeConfigurationNotification.type, { settings })
}

function placeOfMark(text: string): { line: number; character: number } {
  const before = text.slice(0, text.indexOf('|')).split('\n')
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 }
}

function withResolvers() {
  let resolve: (diagnostics: readonly Diagnostic[]) => void = () => {}
  const promise = new Promise<readonly Diagnostic[]>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
