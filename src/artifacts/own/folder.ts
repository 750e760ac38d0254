import { didYouMean } from '../../findings/did-you-mean.ts'
import type { Finding, Location } from '../../findings/finding.ts'
import type { Repo } from '../../repo/repo.ts'
import { type TemplateCheckId, templateChecks } from './checks.ts'

export interface TemplateFolder {
  /** By the name of the template that each one stands for; line endings are those of Unix. */
  readonly texts: ReadonlyMap<string, string>
  readonly findings: readonly Finding[]
}

/** Far above any template, and far below what could hurt a parser. */
const mostCharacters = 1_000_000

/** The templates of a folder. Nothing in it is overlooked: a name that means no template is a finding. */
export function readTemplateFolder(
  folder: string,
  where: Location,
  names: readonly string[],
  repo: Repo,
): TemplateFolder {
  const texts = new Map<string, string>()
  const refuse = (message: string): TemplateFolder => ({
    texts,
    findings: [templateFinding('template-folder-missing', where, message)],
  })
  if (!repo.contains(folder)) return refuse(`A link leads ${folder} out of the repository.`)
  if (!repo.has(folder) || repo.read(folder) !== undefined)
    return refuse(`There is no folder ${folder}.`)
  const findings = findStrangers(folder, names, repo)
  const isStranger = new Set(findings.map(({ where: { file } }) => file.toLowerCase()))
  for (const name of names) {
    const path = `${folder}/${name}`
    // Where the file system does not tell cases apart, a misnamed file answers to the right name.
    if (!repo.has(path) || isStranger.has(path.toLowerCase())) continue
    const text = repo.contains(path) ? repo.read(path) : undefined
    if (text !== undefined && text.length <= mostCharacters) texts.set(name, tidy(text))
    else findings.push(templateFinding('template-unreadable', { file: path }, 'It cannot be read.'))
  }
  return { texts, findings }
}

/** Git and editors change these unasked, and one description must give the same bytes everywhere. */
function tidy(text: string): string {
  return text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
}

/** Files that look like templates and are none; a README beside them is nobody's business. */
function findStrangers(folder: string, names: readonly string[], repo: Repo): Finding[] {
  return repo
    .list()
    .filter((path) => path.startsWith(`${folder}/`))
    .flatMap((path) => {
      const name = path.slice(folder.length + 1)
      const lacksEnding = names.includes(`${name}.hbs`)
      if (names.includes(name) || !(lacksEnding || name.endsWith('.hbs'))) return []
      const close = lacksEnding ? `${name}.hbs` : didYouMean(name, names)
      const message = `No template is called ${name}, so it is never read.`
      const fix = close ? `Did you mean \`${close}\`? Rename the file.` : undefined
      return [templateFinding('template-name-unknown', { file: path }, message, fix)]
    })
}

export function templateFinding(
  rule: TemplateCheckId,
  where: Location,
  message: string,
  fix?: string,
): Finding {
  const { severity, fix: usual } = templateChecks[rule]
  return { rule, severity, message, fix: fix ?? usual, where }
}
