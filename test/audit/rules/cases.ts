import { expect, test } from 'vitest'
import { auditRepo } from '../../../src/audit/audit-repo.ts'
import { type RepoRuleId, repoRules } from '../../../src/audit/rules/index.ts'
import { memoryRepo } from '../../../src/repo/repo.ts'

type Files = Readonly<Record<string, string>>

/** Where a rule must object. A text stands for the line that holds it, `undefined` for the whole file. */
export interface Place {
  readonly file: string
  readonly line: number | undefined
}

/** The rule objects at exactly these places. */
export function catches(id: RepoRuleId, files: Files, places: readonly Place[], why = ''): void {
  test(`${id} catches ${why || summary(files)}`, () => {
    expect(placesOf(id, files)).toEqual(places)
  })
}

export function passes(id: RepoRuleId, files: Files, why = ''): void {
  test(`${id} passes ${why || summary(files)}`, () => {
    expect(placesOf(id, files)).toEqual([])
  })
}

/** Two messages at one place are one place. */
function placesOf(id: RepoRuleId, files: Files): Place[] {
  const rules = repoRules.filter((rule) => rule.id === id)
  const places = auditRepo(memoryRepo(files), rules).map(({ where }) => [where.file, where.line])
  const seen = new Set(places.map((place) => JSON.stringify(place)))
  return [...seen].map((text) => {
    const [file, line] = JSON.parse(text) as [string, number | null]
    return { file, line: line ?? undefined }
  })
}

function summary(files: Files): string {
  const [text = ''] = Object.values(files)
  return JSON.stringify(text.split('\n').at(-1) || text.split('\n').at(-2)).slice(0, 60)
}

/** A Dockerfile of a Python service: FROM is line 1, what is given starts at line 2. */
export function image(...lines: string[]): string {
  return ['FROM python:3.13-slim-trixie', ...lines].join('\n')
}

/** The start command that is right in every respect. */
export const goodCommand = 'CMD ["gunicorn", "--bind", "0.0.0.0:8080", "app:app"]'

/** A porter.yaml with one web service: its fields start at line 11. */
export function porter(...fields: string[]): string {
  return [
    'version: v2',
    'name: shop',
    'build:',
    '  method: docker',
    '  context: .',
    '  dockerfile: ./Dockerfile',
    '',
    'services:',
    '  - name: web',
    '    type: web',
    ...fields.map((field) => `    ${field}`),
  ].join('\n')
}

/** A workflow with one step: what is given starts at line 6. */
export function workflow(...lines: string[]): string {
  return [
    'on: push',
    'jobs:',
    '  deploy:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    ...lines.map((line) => `      ${line}`),
  ].join('\n')
}

export function withCarriageReturns(text: string): string {
  return text.replaceAll('\n', '\r\n')
}
