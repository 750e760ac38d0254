import fc from 'fast-check'
import { inject } from 'vitest'
import { runs } from './runs.ts'

// The global setup prints the seed; a test that fails prints it too, with the path to its case.
fc.configureGlobal({ seed: inject('seed'), numRuns: runs.other })
