import type { Plan } from '../../../plan/plan.ts'
import { headerValues } from '../../cors-answer.ts'
import { judge } from '../../probe.ts'
import { nowhere } from '../../probes/answers-cors-exactly.ts'
import { quote } from '../../quote.ts'
import type { DeployedProbe, DeployedService } from '../deployed-probe.ts'
import { certificateIsTrusted } from './certificate-is-trusted.ts'

/** How development servers sign their answers: Flask's, Django's, and those of the standard library. */
const developmentServer = /^(?:Werkzeug|WSGIServer|SimpleHTTP|BaseHTTP|uvicorn)\b/i

/** Asks Werkzeug's debugger for a file of its own; any other server answers it like its first page. */
const debuggerFile = '/?__debugger__=yes&cmd=resource&f=debugger.js'

export const runsNoDevelopmentServer = {
  id: 'runs-no-development-server',
  after: [certificateIsTrusted.id],
  why: 'A development server is slow and loses requests; its debugger runs code for whoever finds it, and debug pages show settings.',
  fix: 'Clear the start command in the dashboard, deploy the generated files, and turn debug mode off.',
  async run(service, plan) {
    const answers = [
      await service.request({ path: plan['health.path'].value }),
      await service.request({ path: nowhere }),
    ]
    const signatures = [...new Set(answers.flatMap((answer) => headerValues(answer, 'server')))]
    const shown = signatures.map(quote).join(', ')
    return judge(`Server: ${shown || 'not shown'}; no debug page`, [
      ...signatures
        .filter((signature) => isDevelopment(signature, plan))
        .map((signature) => `the server signs as ${quote(signature)}, a development server`),
      ...answers
        .filter(({ body }) => /\bDEBUG = True\b/.test(body))
        .map(() => `GET ${nowhere} shows the debug page of Django: DEBUG is True`),
      ...(await findDebugger(service)),
    ])
  },
} as const satisfies DeployedProbe

/** The workers of an ASGI service are uvicorn's, and sign as it does. */
function isDevelopment(signature: string, plan: Plan): boolean {
  const isExpected = /^uvicorn$/i.test(signature) && /uvicorn/i.test(plan.workerClass.value)
  return developmentServer.test(signature) && !isExpected
}

async function findDebugger(service: DeployedService): Promise<string[]> {
  const { status, body } = await service.request({ path: debuggerFile })
  const isThere = status === 200 && /\bEVALEX\b/.test(body)
  return isThere ? ["GET / is answered by Werkzeug's debugger: debug mode is on"] : []
}
