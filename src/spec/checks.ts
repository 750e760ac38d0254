import type { Severity } from '../findings/finding.ts'

/** What `explain` says of a rule, whatever kind of thing the rule looks at. */
export interface RuleInfo {
  readonly severity: Severity
  /** Why it matters. */
  readonly why: string
  /** What to do, in general. */
  readonly fix: string
}

/** Mistakes that reading the description itself can show, before any rule looks at its meaning. */
export const specChecks = {
  'spec-missing': {
    severity: 'error',
    why: 'Everything is generated from hoptix.yaml; without it there is nothing to generate or to check.',
    fix: 'Run `npx hoptix-deploy init` at the top of the repository.',
  },
  'spec-unreadable': {
    severity: 'error',
    why: 'A description is a short UTF-8 text. Anything else is refused before it is judged, so that it cannot hurt.',
    fix: 'Write it as UTF-8 YAML of at most 128 kB.',
  },
  'spec-syntax': {
    severity: 'error',
    why: 'The file is not valid YAML 1.2, so nothing in it can be trusted to mean what it looks like.',
    fix: 'Mend the YAML at the place that is named.',
  },
  'spec-duplicate-key': {
    severity: 'error',
    why: 'Of two equal keys YAML readers keep one, and not all keep the same.',
    fix: 'Keep one of them.',
  },
  'spec-number-form': {
    severity: 'error',
    why: 'Readers of YAML disagree on 010, 0x10 and 1e3; the number that one person wrote is not the one another reads.',
    fix: 'Write the number in plain decimal digits.',
  },
  'spec-control-character': {
    severity: 'error',
    why: 'Control characters and lone surrogates cannot be written safely into Dockerfiles, Python and YAML.',
    fix: 'Remove the character, or write the value on one line of visible text.',
  },
  'spec-unknown-key': {
    severity: 'error',
    why: 'A key that is not known would be ignored, and its value with it, without a word.',
    fix: 'Correct or remove the key; `npx hoptix-deploy explain KEY` and docs/reference.md list them all.',
  },
  'spec-required-key': {
    severity: 'error',
    why: 'Some values cannot be guessed: the name of the app and where its code is.',
    fix: 'Add the key.',
  },
  'spec-value': {
    severity: 'error',
    why: 'The value is not one that the key accepts; generating from it would build something else than was meant.',
    fix: 'Write a value that the key accepts.',
  },
} satisfies Record<string, RuleInfo>

export type SpecCheckId = keyof typeof specChecks
