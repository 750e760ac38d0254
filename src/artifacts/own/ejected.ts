import { contextHelpers, type Template } from '../templates.ts'

/** What a person edits: the built-in template under a comment that renders nothing. */
export async function ejectedText(template: Template): Promise<string> {
  const { default: source } = await template.source()
  return `${explainAt(template)}${source}`
}

/** Standing alone at the top, it takes no line of the rendered file. */
function explainAt({ about }: Template): string {
  const helpers = Object.keys(contextHelpers).sort().join(', ')
  return `{{!--
  ${about} A template of hoptix-deploy: it takes the place of the built-in one
  while \`templates\` in hoptix.yaml names this folder. Every value goes through the helper of its
  context: ${helpers}.
  What it renders is held against every promise, and refused where it breaks one:
  \`npx hoptix-deploy check\`. What may change is in docs/custom-templates.md of hoptix-deploy.
--}}
`
}
