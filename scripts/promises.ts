import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { type PromiseInfo, promises, testProofIds } from '../src/promises.ts'
import { deployedProbes } from '../src/verify/deployed/probes/index.ts'
import type { ProbeInfo } from '../src/verify/probe.ts'
import { probes } from '../src/verify/probes/index.ts'
import { escapeMarkdown } from './markdown.ts'

/** docs/promises.md: every promise with its rules and its proofs, from the same table that the tool reads. */
export function writePromises(projectFolder: string): Promise<string> {
  const tests = readTests(projectFolder)
  const page = [
    '# Promises',
    '',
    'Each promise holds by construction, since the files are made that way. It is checked on the bytes of the files whenever',
    'something is to be written and by every `check`, and it is proven by running the files. A promise that no rule guards or',
    'that nothing proves does not compile.',
    '',
    ...Object.entries<PromiseInfo>(promises).flatMap(([id, promise]) =>
      describe(id, promise, tests),
    ),
    '## Probes',
    '',
    'A probe looks at a real server that was started from the generated files, and says what it saw. The tests run every',
    'probe, and for each one files that were spoilt on purpose, which it has to find.',
    '',
    ...probes.flatMap(describeProbe),
    '## Probes of a deployed service',
    '',
    'What `verify --url` asks from outside, beside `answers-cors-exactly`.',
    '',
    ...deployedProbes
      .filter(({ id }) => !probes.some((probe) => probe.id === id))
      .flatMap(describeProbe),
  ]
  return format(page.join('\n'), { parser: 'markdown' })
}

function describe(
  id: string,
  { text, why, enforcedBy, provenBy }: PromiseInfo,
  tests: ReadonlyMap<string, string>,
): string[] {
  const files = (proof: string) => [...tests].filter(([, title]) => title.includes(`${proof}:`))
  const ofTest = (proof: string) =>
    `- \`${proof}\`, a test: ${files(proof).map(linkTest).join(', ')}`
  return [
    `## ${id}`,
    '',
    escapeMarkdown(text),
    '',
    `Why: ${escapeMarkdown(why)}`,
    '',
    'Rules that refuse what breaks it:',
    '',
    ...enforcedBy.map((rule) => `- [\`${rule}\`](rules.md#${rule})`),
    '',
    'Proven by:',
    '',
    ...provenBy.map((proof) =>
      isTestProof(proof) ? ofTest(proof) : `- [\`${proof}\`](#${proof}), a probe`,
    ),
    '',
  ]
}

function describeProbe({ id, why }: ProbeInfo): string[] {
  return [`### \`${id}\``, '', escapeMarkdown(why), '']
}

function isTestProof(proof: string): boolean {
  return (testProofIds as readonly string[]).includes(proof)
}

function linkTest([path]: readonly [string, string]): string {
  return `[${path}](../${path})`
}

/** Test files with the titles of their proofs, which begin with `proof: ID:`. */
function readTests(projectFolder: string): Map<string, string> {
  const paths = readdirSync(join(projectFolder, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => `test/${path.replaceAll('\\', '/')}`)
    .sort()
  return new Map(
    paths.map((path) => {
      const text = readFileSync(join(projectFolder, path), 'utf8')
      return [path, (text.match(/(?<=["'`]proof: )[a-z-]+:/g) ?? []).join(' ')]
    }),
  )
}
