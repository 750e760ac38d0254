import type { RuleInfo } from '../../spec/checks.ts'

/** Mistakes in a person's own templates. All of them stop before anything is written. */
export const templateChecks = {
  'template-folder-missing': {
    severity: 'error',
    why: 'Without the folder that `templates` names the built-in templates would be used, and nobody would notice.',
    fix: 'Create it with `npx hoptix-deploy eject Dockerfile`, correct the path, or remove the key.',
  },
  'template-unreadable': {
    severity: 'error',
    why: 'A template is a short UTF-8 text inside the repository; anything else would be left out without a word.',
    fix: 'Write it as UTF-8 text of less than 1 MB, inside the folder that `templates` names.',
  },
  'template-name-unknown': {
    severity: 'error',
    why: "A file that has no template's name is never read, so what was changed in it would be missing without a word.",
    fix: 'Rename the file as `npx hoptix-deploy eject` lists it, or move it out of the folder.',
  },
  'template-syntax': {
    severity: 'error',
    why: 'Handlebars cannot read the template, so nothing can be rendered from it.',
    fix: 'Mend the template at the place that is named.',
  },
  'template-value-raw': {
    severity: 'error',
    why: 'A value that is written as it is can end the string, the command or the key it stands in, and become code.',
    fix: 'Write it through the helper of its context, such as `{{shell value}}`; docs/custom-templates.md lists them.',
  },
  'template-helper-unknown': {
    severity: 'error',
    why: 'Only the helpers that write a value safely for one context exist, beside if, unless and each.',
    fix: 'Use one of those that docs/custom-templates.md lists.',
  },
  'template-name-not-in-view': {
    severity: 'error',
    why: 'A name that the template is not given would be empty, and a part of the file would be missing without a word.',
    fix: 'Use one of the names that docs/custom-templates.md lists for this template.',
  },
  'template-argument-count': {
    severity: 'error',
    why: 'A helper writes exactly one value; a second one would be dropped without a word.',
    fix: 'Give it one value.',
  },
  'template-construct-refused': {
    severity: 'error',
    why: 'Partials, decorators, named arguments and nested calls can carry a value past the helpers.',
    fix: 'Use values, if, unless and each only.',
  },
  'template-value-unfit': {
    severity: 'error',
    why: 'The helper cannot write this value for its context, so the file would be broken.',
    fix: 'Loop over a list with each, and write a value that may be absent inside if.',
  },
  'template-breaks-promise': {
    severity: 'error',
    why: 'Templates of your own may add to a file and change what no promise rests on; what a promise rests on stays as the built-in template writes it.',
    fix: 'Put it back as the built-in template has it: `npx hoptix-deploy eject NAME --diff` shows the difference.',
  },
} as const satisfies Record<string, RuleInfo>

export type TemplateCheckId = keyof typeof templateChecks
