import type { Finding } from '../../findings/finding.ts'
import type { Repo } from '../../repo/repo.ts'
import type { Artifact } from '../artifact.ts'
import type { ArtifactKind } from '../kinds/kind.ts'
import { hashValue, stamp } from '../marker.ts'
import type { RenderOwn, RenderRequest } from '../render.ts'
import { type Fill, fillTemplate, type Template } from '../templates.ts'
import { fillOwnTemplate, parseTemplate } from './engine.ts'
import { readTemplateFolder, type TemplateFolder, templateFinding } from './folder.ts'
import { addUses, addValue, emptyShape } from './shape.ts'
import type { TemplateProblem } from './walk.ts'

/** Reads what the built-in templates ask for: a person's may ask for the same, also where this service has nothing. */
export async function openOwnTemplates(
  kinds: readonly ArtifactKind[],
): Promise<(repo: Repo) => RenderOwn> {
  const templates = kinds.flatMap((kind) => kind.templates)
  const sources = await Promise.all(templates.map((template) => template.source()))
  const programs = new Map(
    templates.map((template, index) => [template.name, parseBuiltIn(sources[index]?.default)]),
  )
  const names = templates.map(({ name }) => name)
  return (repo) => (request) => {
    const { plan, spec } = request.service
    const { value: path = '', where = { file: spec.file } } = plan.templates
    const folder = readTemplateFolder(path, where, names, repo)
    const { artifact, findings } = renderFrom({ path, folder, programs }, request)
    return { artifact, findings: [...folder.findings, ...findings] }
  }
}

function parseBuiltIn(source = ''): hbs.AST.Program {
  const parsed = parseTemplate(source)
  if (!parsed.ok) throw new Error(`a built-in template does not parse: ${parsed.problem.message}`)
  return parsed.program
}

interface Situation {
  /** Of the folder. */
  readonly path: string
  readonly folder: TemplateFolder
  readonly programs: ReadonlyMap<string, hbs.AST.Program>
}

/** A template stands for one file, so at most one of them is used here. */
interface Used {
  readonly template: string
  readonly text: string
  readonly lines: readonly number[]
}

function renderFrom(
  situation: Situation,
  request: RenderRequest,
): { artifact: Artifact; findings: Finding[] } {
  const { kind, service, sharers } = request
  const findings: Finding[] = []
  let used: Used | undefined
  const fill: Fill = (template, view) => {
    const source = situation.folder.texts.get(template.name)
    if (source === undefined) return fillTemplate(template, view)
    const file = `${situation.path}/${template.name}`
    const filled = fillFrom(source, template, view, situation.programs)
    if (filled.ok) {
      used = { template: file, text: source, lines: filled.lines }
      return filled.text
    }
    findings.push(
      ...filled.problems.map(({ rule, line, column, message, fix }) =>
        templateFinding(rule, { file, line, column }, message, fix),
      ),
    )
    return fillTemplate(template, view)
  }
  const body = kind.render(service.plan, fill, sharers)
  return { artifact: toArtifact(body, used, request), findings }
}

type Filled = ReturnType<typeof fillOwnTemplate>

function fillFrom(
  source: string,
  template: Template,
  view: object,
  programs: Situation['programs'],
): Filled {
  const parsed = parseTemplate(source)
  if (!parsed.ok) return { ok: false, problems: [parsed.problem] satisfies TemplateProblem[] }
  const shape = addValue(emptyShape(), view)
  const builtIn = programs.get(template.name)
  return fillOwnTemplate(parsed.program, builtIn ? addUses(shape, builtIn) : shape, view)
}

/** A person's template is part of what they wrote: who edits it makes its file stale, and no other. */
function toArtifact(body: string, used: Used | undefined, request: RenderRequest): Artifact {
  const { kind, path, service, sharers, origin } = request
  if (!used) return { path, content: stamp(body, kind.comment, origin) }
  const descriptionHash = hashValue({ description: origin.descriptionHash, template: used.text })
  const own = { ...origin, descriptionHash }
  const content = stamp(body, kind.comment, own)
  const builtIn = stamp(kind.render(service.plan, undefined, sharers), kind.comment, own)
  const lines = alignLines(used.lines, body, content)
  return { path, content, own: { kind: kind.name, template: used.template, lines, builtIn } }
}

/** The marker stands above; and a kind may finish its text, which keeps the number of lines or nothing is known. */
function alignLines(lines: readonly number[], body: string, content: string): number[] {
  const blank = (/^\n*/.exec(body)?.[0] ?? '').length
  const above = content.split('\n').length - body.split('\n').length + blank
  const isKept = lines.length === body.split('\n').length
  return content
    .split('\n')
    .map((_, index) => (isKept && index >= above ? (lines[index - above + blank] ?? 0) : 0))
}
