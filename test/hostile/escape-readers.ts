import { execFileSync } from 'node:child_process'
import * as npmYaml from 'yaml'
import { readMarkdown } from './markdown-reader.ts'
import type { Readers } from './readers.ts'

/** Reads back what an escape wrote. Rejects where the parser refuses it or finds anything beside the value. */
export type ReadBack = (written: string) => Promise<unknown>

type Context = 'python' | 'yaml' | 'json' | 'shell' | 'bash' | 'code'

/** For each escape, the readers that all have to agree. None of them is ours. */
export function readersOf(readers: () => Readers): Record<Context, Record<string, ReadBack>> {
  const inYamlFile = (written: string) =>
    `before: 1\nkey: ${written}\nlist:\n  - ${written}\nafter: 2\n`
  const fromYamlFile = (found: unknown) => {
    const { before, key, list, after, ...rest } = found as Record<string, unknown>
    const [item] = list as unknown[]
    const undisturbed =
      before === 1 && after === 2 && item === key && Object.keys(rest).length === 0
    return undisturbed ? key : found
  }
  const withNpmYaml = (version: '1.1' | '1.2') => async (written: string) =>
    fromYamlFile(npmYaml.parse(inYamlFile(written), { version }))
  return {
    python: { 'ast.literal_eval': (written) => readers().read('python', written) },
    yaml: {
      PyYAML: async (written) => fromYamlFile(await readers().read('yaml', inYamlFile(written))),
      'yaml 1.2': withNpmYaml('1.2'),
      'yaml 1.1': withNpmYaml('1.1'),
    },
    json: {
      'json of Python': (written) => readers().read('json', written),
      'JSON.parse': async (written) => JSON.parse(written),
    },
    shell: { sh: async (written) => onlyWord(written) },
    bash: {
      'in a workflow': async (written) => {
        const text = `run: printf '%s.' before ${written} after\nnext: 1\n`
        const found = [npmYaml.parse(text), await readers().read('yaml', text)]
        const [script, other] = found.map((map) => (map as { run: string }).run)
        const expressions = text.includes('\u0024{{') ? 'an expression' : undefined
        return (
          expressions ?? (script === other ? onlyWord(written, '/bin/bash', ['--norc']) : found)
        )
      },
    },
    code: {
      'in a sentence': async (written) => onlySpan(`before ${written} after`, 'before ', ' after'),
      alone: async (written) => onlySpan(written),
      'in a list': async (written) => onlySpan(`- ${written}`),
    },
  }
}

/** Runs under dash or whatever `sh` is here, or another shell, with nothing on PATH. */
function onlyWord(written: string, program = '/bin/sh', flags: readonly string[] = []): string {
  const script = `printf '%s.' before ${written} after`
  const output = execFileSync(program, [...flags, '-c', script], {
    env: {},
    cwd: '/',
    encoding: 'utf8',
  })
  const [, word = output] = /^before\.(.*)\.after\.$/s.exec(output) ?? []
  return word
}

/** The literal of the one code span of a document that has nothing else in it. */
function onlySpan(markdown: string, before = '', after = ''): string {
  const parts = readMarkdown(markdown).filter(
    ({ type }) => !['document', 'paragraph'].includes(type),
  )
  const [literal, ...more] = parts.filter(({ type }) => type === 'code')
  const rest = parts.filter(({ type }) => type !== 'code' && type !== 'list' && type !== 'item')
  const prose = rest.map(({ type, text }) => (type === 'text' ? text : `<${type}>`)).join('')
  const isAlone = literal && more.length === 0 && prose === before + after
  return isAlone ? literal.text : `not one code span: ${markdown}`
}
