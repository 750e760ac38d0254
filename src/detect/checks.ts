import type { RuleInfo } from '../spec/checks.ts'

/** What looking at a repository can come up with, as `explain` tells it. */
export const detectChecks = {
  'answer-needed': {
    severity: 'error',
    why: 'Some things only a person knows, such as which of two apps is the service; a guess would deploy the wrong one.',
    fix: 'Give the answer as a flag, or run `init` at a terminal.',
  },
  'cors-left-to-the-app': {
    severity: 'info',
    why: 'Code that answers cross-origin requests itself keeps doing so until `cors` is declared: taking it over is a decision.',
    fix: 'Declare `cors` to have exactly the listed origins, on every response.',
  },
  'dependencies-not-locked': {
    severity: 'error',
    why: 'An image is built from versions that are written down; a project file without a lock file names none.',
    fix: 'Make the lock file of your tool, or a requirements file, and commit it.',
  },
  'requirements-need-more-files': {
    severity: 'error',
    why: 'When pip runs in the build, only the files of `dependencies.files` are there: constraints, local wheels and editable installs are not.',
    fix: 'Pin the versions in the requirements file itself, or name the included file too.',
  },
  'extra-index-in-requirements': {
    severity: 'info',
    why: 'With an extra index any index may serve any name and the highest version wins: whoever registers the name of a private package elsewhere gets into the image.',
    fix: 'Name the index with its packages under `dependencies.indexes`, and take the line out of the requirements.',
  },
  'description-above': {
    severity: 'error',
    why: 'Two descriptions that overlap would write the same files in turn.',
    fix: 'Run the command where the description is.',
  },
  'inside-a-repository': {
    severity: 'error',
    why: "The paths of porter.yaml start at the repository's top, so the description belongs there.",
    fix: 'Run `init` at the top, with `--root` for the folder of the service.',
  },
  'flags-ignored': {
    severity: 'warning',
    why: 'A description that stands is kept as it is, whatever the flags of `init` say.',
    fix: 'Write the values into the description.',
  },
  'python-not-supported': {
    severity: 'warning',
    why: 'Only versions with security support and an official slim image are used.',
    fix: 'Move the project to one of them.',
  },
} as const satisfies Record<string, RuleInfo>
