import { webServices } from '../readers/porter-files.ts'
import type { Rule } from '../rule.ts'

export const startCommandOverridden = {
  id: 'start-command-overridden',
  severity: 'error',
  why: "A non-empty `run` replaces the image's ENTRYPOINT and CMD; a missing one keeps whatever was once typed into the dashboard, since `porter apply` merges.",
  fix: 'Write `run: ""` for the web service, and let the image\'s CMD start the server.',
  find: (repo) =>
    webServices(repo)
      // Buildpacks make an image without a CMD of its own.
      .filter(({ file }) => !file.usesBuildpacks)
      .flatMap(({ file, service }) => {
        const { run } = service.fields
        if (run === '') return []
        const found =
          run === undefined || run === null
            ? 'has no `run`, so a start command of the dashboard stays in force'
            : "has a `run` of its own, which replaces the image's CMD"
        const message = `The web service ${service.name} ${found}.`
        return [{ file: file.path, line: service.line('run'), message }]
      }),
} as const satisfies Rule
