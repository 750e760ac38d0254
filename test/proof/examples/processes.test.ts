import { describe } from 'vitest'
import { processRuntime } from '../../../src/verify/runtimes/process.ts'
import { describeExamples } from '../../support/proven-examples.ts'
import { mustSkip } from '../../support/real-server.ts'

const skip = await mustSkip('examples as processes')

describe.skipIf(skip)('examples as processes', () => {
  describeExamples('process', () => processRuntime)
})
