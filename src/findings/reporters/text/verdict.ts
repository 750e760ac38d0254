import type { Verdict } from '../../../verify/report.ts'
import type { Screen } from './screen.ts'

export const verdicts = {
  proven: { word: 'proven', color: 'green' },
  failed: { word: 'failed', color: 'red' },
  unseen: { word: 'not seen', color: 'yellow' },
  elsewhere: { word: 'not here', color: 'yellow' },
  skipped: { word: 'skipped', color: 'yellow' },
  unpromised: { word: 'no promise', color: 'dim' },
} as const satisfies Record<Verdict, { word: string; color: string }>

export function paintVerdict(verdict: Verdict, { paint }: Screen, width = 0): string {
  const { word, color } = verdicts[verdict]
  return paint[color](word.padEnd(width))
}
