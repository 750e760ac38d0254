import { pathOf } from '../artifacts/change.ts'
import { shell } from '../artifacts/escape.ts'
import type { Draft } from '../detect/write-description.ts'
import type { Outcome } from '../outcome.ts'

/** The description is written and the rest is not: init would keep it, so generate is what goes on from here. */
export function wayOn(specFile: string, { changes = [], findings }: Outcome): string[] {
  const inTheWay = changes.filter(
    (change) => change.kind === 'blocked' && ['foreign', 'edited'].includes(change.reason),
  )
  const paths = inTheWay.map(pathOf)
  const others = findings.some(
    ({ rule, severity, where }) =>
      severity === 'error' && !(rule.startsWith('file-') && paths.includes(where.file)),
  )
  return [
    `${specFile} is written and stays; correct it there, since \`init\` keeps it from now on.`,
    ...(others ? ['Mend what is named above, then run `npx hoptix-deploy generate`.'] : []),
    ...(paths.length > 0
      ? [
          `Keep a copy of what you need of ${paths.join(', ')}; then let it be replaced with \`npx hoptix-deploy generate --force ${paths.map(shell).join(' ')}\`, or move it away and run \`npx hoptix-deploy generate\`.`,
        ]
      : []),
  ]
}

export function nextSteps(specFile: string, services: readonly Draft[]): string[] {
  return [
    `Read ${specFile}: every key that may be added is in \`npx hoptix-deploy explain\`.`,
    'Commit the files, and run `npx hoptix-deploy check` in CI.',
    services.length === 1
      ? 'Deploy with `porter apply -f porter.yaml`; DEPLOYMENT.md has the steps.'
      : 'Deploy each service with `porter apply -f FOLDER/porter.yaml`; its DEPLOYMENT.md has the steps.',
  ]
}
