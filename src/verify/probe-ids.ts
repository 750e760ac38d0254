/** In the order of the table in probes/index.ts; a test holds the two together. */
export const serviceProbeIds = [
  'listens-on-all-interfaces',
  'answers-from-outside',
  'log-is-the-expected-one',
  'answers-cors-exactly',
  'replaces-killed-worker',
  'config-is-the-plan',
  'stops-gracefully',
  'survives-hostile-environment',
] as const

export type ProbeId = (typeof serviceProbeIds)[number]
