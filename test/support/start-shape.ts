import type { SyntaxNodeRef } from '@lezer/common'
import { parser } from '@lezer/python'
import type { Artifact } from '../../src/artifacts/artifact.ts'

const values = /^(?:String|Number|None|Boolean)$/

/** A Python file without its comments and with every value masked: what is left is code. */
export function maskPython(text: string): string {
  const masked: string[] = []
  let kept = 0
  parser.parse(text).iterate({
    enter: ({ name, from, to }: SyntaxNodeRef) => {
      if (name !== 'Comment' && !values.test(name)) return
      masked.push(text.slice(kept, from), name === 'Comment' ? '' : '?')
      kept = to
    },
  })
  return [...masked, text.slice(kept)]
    .join('')
    .replace(/\s*\n\s*/g, '\n')
    .trim()
}

/** What an attack meets: the start command but for the port, and the code of gunicorn.conf.py. */
export function startShape(artifacts: readonly Artifact[], folder: string): string {
  const read = (name: string) =>
    artifacts.find(({ path }) => path === (folder === '.' ? name : `${folder}/${name}`))?.content
  const command = /^CMD \[[\s\S]*?\]$/m.exec(read('Dockerfile') ?? '')?.[0]
  const settings = read('gunicorn.conf.py')
  if (command === undefined || settings === undefined) throw new Error(`no start in ${folder}`)
  const samePlace = command.replace(/:\d+"/, ':?"').replaceAll(`/app/${folder}/`, '/app/')
  return `${samePlace}\n${maskPython(settings)}`
}
