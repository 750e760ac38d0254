import { type Profile, type ProfileId, profiles } from './profiles.ts'

/** The profile that holds: the one that is written, else balanced. */
export function resolveProfile(spec: { profile?: ProfileId | undefined }): Profile {
  return profiles[spec.profile ?? 'balanced']
}
