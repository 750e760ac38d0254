import { inject } from 'vitest'

/** How many cases each random test draws in `npm run test:proof`; in `npm test` it is a fifth of that. */
const all = {
  anyRepository: 500,
  dockerfile: 60,
  escape: 1000,
  escapeOfAnyText: 400,
  /** Each case starts a shell. */
  escapeInShell: 400,
  fuzz: 1000,
  fuzzNearValid: 2000,
  guide: 100,
  guideCommands: 40,
  guideFormat: 15,
  hostileDescription: 100,
  hostileServices: 40,
  imageName: 2,
  porterFile: 150,
  porterFormat: 100,
  pythonFile: 100,
  pythonTree: 300,
  schemaAgreement: 50,
  validDescription: 200,
  workflow: 100,
  workflowCommand: 150,
  /** Of tests that name no number. */
  other: 100,
}

/** Drawn in both tiers: a control stops at the first case that fails as it must, a sample is looked at as a whole. */
const always = {
  brokenEscape: 2000,
  guideSample: 60,
  /** One run of many cases, since what takes long is to start the tool that judges them. */
  inOneGo: 1,
  schemaSample: 1000,
  descriptionSample: 300,
  workflowSample: 40,
}

const share = inject('tier') === 'proof' ? 1 : 1 / 5

const drawn = Object.entries(all).map(([name, number]) => [name, Math.ceil(number * share)])

export const runs = { ...always, ...Object.fromEntries(drawn) } as typeof all & typeof always
