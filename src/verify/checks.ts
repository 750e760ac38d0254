import type { RuleInfo } from '../spec/checks.ts'

/** Why a service could not be probed, or not as it was asked. What a probe itself objects to has the probe's id. */
export const verifyChecks = {
  'service-cannot-be-built': {
    severity: 'error',
    why: 'What does not install or build here does not build for the platform either, so nothing of it can be proven.',
    fix: 'Read the log: it ends with what the step said. Mend what it names, and run `npx hoptix-deploy verify` again.',
  },
  'machine-cannot-verify': {
    severity: 'error',
    why: 'Something that the proof needs is missing on this machine. That says nothing about the service, good or bad.',
    fix: 'Provide what is missing, or choose the other `--runtime`. Exit code 75 tells it from a service that failed.',
  },
  'probe-not-seen': {
    severity: 'warning',
    why: 'The machine does not show what the probe looks at. What was not seen is not proven, so the exit code is 75.',
    fix: 'Run it as root on Linux or with `--runtime docker`; with `--url`, on a machine that reaches the address.',
  },
  'probe-needs-container': {
    severity: 'info',
    why: 'A process of this machine is not closed off as a container is, so there is nothing here to look at.',
    fix: 'Run it again with `--runtime docker`, on a machine with a Docker daemon.',
  },
  'service-not-probed': {
    severity: 'info',
    why: 'Every probe asks a web service. Processes are not started: they would do their work, on real queues and data.',
    fix: 'Start them by hand against data that may be touched.',
  },
  'nothing-to-verify': {
    severity: 'error',
    why: 'No service was probed, and an exit code of 0 would read as proof.',
    fix: 'Name a service that has an `app`.',
  },
  'service-unknown': {
    severity: 'error',
    why: 'A service of another name would be probed, or none, and the answer would be taken for this one.',
    fix: 'Name services as the description does.',
  },
  'required-variable-missing': {
    severity: 'error',
    why: 'The description says that the service does not start without it, so every probe would fail for that reason alone.',
    fix: 'Put a line `NAME=value` into a file and add `--from-env-file FILE`; `NAME` alone takes the value of this shell.',
  },
  'env-file-missing': {
    severity: 'error',
    why: 'Without it the service would start with other values than were meant.',
    fix: 'Correct the path; it is relative to the top of the repository, or to `--cwd`.',
  },
  'env-file-line': {
    severity: 'error',
    why: 'A line that is read otherwise than it was meant starts the service with another value, or with none.',
    fix: 'Write `NAME=value`, one a line; quote a value that holds ` #`, quotes or line breaks.',
  },
  'url-not-usable': {
    severity: 'error',
    why: 'A service that is probed by mistake tells nothing of the one that was meant.',
    fix: 'Give the address of one deployed service with its scheme and without a path: `--url https://api.example.com`.',
  },
  'nothing-stood-before': {
    severity: 'error',
    why: 'A comparison needs a set-up that hoptix-deploy did not write: a Dockerfile, a Procfile or a start command in porter.yaml.',
    fix: 'Check out the commit before it: `git worktree add ../before COMMIT`, then run it there with `--cwd ../before`.',
  },
} as const satisfies Record<string, RuleInfo>
