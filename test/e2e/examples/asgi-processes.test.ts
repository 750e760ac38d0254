import { describeAsProcesses } from '../../support/probed-examples.ts'

await describeAsProcesses('asgi')
