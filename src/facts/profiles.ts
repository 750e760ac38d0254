/** What a profile presets; a key written in hoptix.yaml wins over it. */
export interface Profile {
  readonly workers: number | 'auto'
  readonly threads: number
  /** Seconds. */
  readonly timeout: number
  readonly because: string
}

export const profileIds = [
  'balanced',
  'high-traffic',
  'low-resource',
  'cpu-bound',
  'io-bound',
] as const

export type ProfileId = (typeof profileIds)[number]

export const profiles: Record<ProfileId, Profile> = {
  balanced: { workers: 'auto', threads: 2, timeout: 120, because: 'fits most services' },
  'high-traffic': { workers: 8, threads: 4, timeout: 180, because: '32 requests at a time' },
  'low-resource': {
    workers: 2,
    threads: 2,
    timeout: 120,
    because: 'the smallest that survives a stuck worker',
  },
  'cpu-bound': {
    workers: 'auto',
    threads: 1,
    timeout: 120,
    because: 'threads share one interpreter lock',
  },
  'io-bound': { workers: 'auto', threads: 4, timeout: 120, because: 'threads wait well' },
}

/** The profile that holds: the one that is written, else balanced. */
export function resolveProfile(spec: { profile?: ProfileId | undefined }): Profile {
  return profiles[spec.profile ?? 'balanced']
}
