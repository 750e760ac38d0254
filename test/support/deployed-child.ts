import { readFileSync } from 'node:fs'
import { probeDeployed } from '../../src/verify/deployed/probe-deployed.ts'

/** The program of deployed.ts: Node reads NODE_EXTRA_CA_CERTS once, when it starts. */
const { url, plan, options } = JSON.parse(readFileSync(0, 'utf8'))
const reports = await probeDeployed(new URL(url), plan, options)
process.stdout.write(JSON.stringify(reports))
