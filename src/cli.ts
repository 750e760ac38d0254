import { Argument, Command, CommanderError, Option } from 'commander'
import type { Shell } from './commands/completion.ts'
import type { CommandContext } from './commands/context.ts'
import type { Format, Outcome } from './outcome.ts'
import { version } from './program.ts'

/** What the command line asked for, once it is known to be well-formed. */
export interface Invocation {
  readonly format: Format
  run(): Promise<Outcome>
}

/** Everything that differs from one machine to the next; tests pass their own. */
export interface Machine {
  openContext(options: { cwd?: string; spec?: string }): Promise<CommandContext>
  readonly isInteractive: boolean
  write(text: string): void
  writeError(text: string): void
}

/** Reads the command line. Throws a CommanderError after it has printed help, a version or what was wrong. */
export async function parseCommandLine(
  argv: readonly string[],
  machine: Machine,
): Promise<Invocation | undefined> {
  let invocation: Invocation | undefined
  const set = (options: CommonOptions, run: () => Promise<Outcome>) => {
    invocation = { format: options.json ? 'json' : (options.format ?? 'text'), run }
  }
  /** For commands that read a description. */
  const setReading = (options: CommonOptions, run: (context: CommandContext) => Promise<Outcome>) =>
    set(options, async () => {
      const { repeatSpecIn } = await import('./commands/repeat-spec.ts')
      const context = await machine.openContext(options)
      return repeatSpecIn(await run(context), context.specFile)
    })
  const program = new Command('hoptix-deploy')
    .description(
      'One short service description becomes everything a Python web service needs to run on Porter.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showHelpAfterError('Run `hoptix-deploy --help` for the commands and options.')
    .configureOutput({ writeOut: machine.write, writeErr: machine.writeError })
    .exitOverride()

  common(program.command('init [dir]'))
    .summary('look at a repository, ask what cannot be known, write hoptix.yaml and the files')
    .description(
      'Looks at a repository, asks what it cannot know, and writes hoptix.yaml and the files made from it.',
    )
    .option('-y, --yes', 'ask nothing: take what was found, or stop and name what is missing')
    .option('--name <name>', 'the Porter app')
    .option('--root <folder>', "the service's folder")
    .option('--app <module:callable>', 'the application')
    .addOption(
      new Option('--all', 'one service for each folder that has an app').conflicts([
        'name',
        'root',
        'app',
      ]),
    )
    .option('--framework <framework>', 'flask, django, fastapi, starlette, wsgi or asgi')
    .option('--port <number>', 'the port to listen on')
    .option('--profile <profile>', 'balanced, high-traffic, low-resource, cpu-bound or io-bound')
    .option(
      '--origin <origin>',
      'an origin that browsers may call from; one each time it is given',
      (origin: string, before: readonly string[] = []) => [...before, origin],
    )
    .option('--force', 'overwrite files that are foreign or edited')
    .action((dir: string | undefined, options: InitFlags) => {
      const folder = dir ?? options.cwd ?? '.'
      setReading({ ...options, cwd: folder }, async (context) => {
        const { init } = await import('./commands/init.ts')
        const mayAsk = machine.isInteractive && !options.yes && !options.json
        return init(context, options, { folder, mayAsk, version })
      })
    })

  common(program.command('generate'))
    .summary('write the files that hoptix.yaml describes')
    .description(
      'Writes the files that hoptix.yaml describes. Stops before writing when one is foreign or edited.',
    )
    .option('--dry-run', 'show what would be written')
    .option('--diff', 'show what would change, line by line; writes nothing')
    .option('--force [paths...]', 'overwrite files that are foreign or edited')
    .option('--prune', 'remove files of ours that the description no longer plans')
    .option('--stdout <file>', 'print one file instead of writing any')
    .action((options: GenerateFlags) =>
      setReading(options, async (context) => {
        const { generate } = await import('./commands/generate.ts')
        return generate(context, options)
      }),
    )

  common(program.command('check'))
    .summary('description valid, files current and unedited, promises kept: for CI')
    .description(
      'Checks that the description is valid, its files current and unedited, and every promise kept.',
    )
    .action((options: CommonOptions) =>
      setReading(options, async (context) => {
        const { check } = await import('./commands/check.ts')
        return check(context)
      }),
    )

  common(program.command('plan'))
    .summary('every resolved value, where it came from, what overrides it')
    .description('Shows every resolved value, where it came from and what overrides it.')
    .option('--live <file>', 'compare with what `porter app yaml APP` exported')
    .action((options: PlanFlags) =>
      setReading(options, async (context) => {
        const { plan } = await import('./commands/plan.ts')
        return plan(context, options)
      }),
    )

  common(program.command('verify [service...]'))
    .summary('start the files and prove that the service answers, as the platform would see it')
    .description(
      'Starts the files as they are, edited or not, probes what answers, and removes it again. Without a service, all of them.',
    )
    .addOption(
      new Option(
        '--runtime <runtime>',
        'where to start it (default: docker where a daemon answers, else process)',
      ).choices(['docker', 'process']),
    )
    .addOption(
      new Option('--url <url>', 'ask a deployed service from outside, and start nothing').conflicts(
        ['runtime', 'fromEnvFile', 'envFile', 'before', 'keep'],
      ),
    )
    .option(
      '--from-env-file <file>',
      'what the platform would set: NAME=value lines, as for docker',
    )
    // As docker calls it. But Node reads a file of that name too, wherever the option stands: it ends when there is none,
    // and obeys NODE_OPTIONS in it.
    .addOption(new Option('--env-file <file>').hideHelp())
    .option('--before', 'probe what stands in the repository today too, side by side')
    .option('--keep', 'leave what was made for a look afterwards, and say where')
    .action((services: readonly string[], options: VerifyFlags) =>
      setReading(options, async (context) => {
        const { showSteps } = await import('./commands/verify-progress.ts')
        const { verify } = await import('./commands/verify.ts')
        return verify(context, services, options, showSteps(machine.writeError))
      }),
    )

  common(program.command('explain [id]'))
    .summary('what a promise, a setting or a rule means')
    .description('Explains a promise, a setting or a rule; without an id, lists them all.')
    .action((id: string | undefined, options: CommonOptions) =>
      set(options, async () => {
        const { explain } = await import('./commands/explain.ts')
        return explain(id)
      }),
    )

  common(program.command('schema'))
    .summary('the JSON Schema of hoptix.yaml, for editors')
    .description('Prints the JSON Schema of hoptix.yaml, for editors.')
    .action((options: CommonOptions) =>
      set(options, async () => {
        const { schema } = await import('./commands/schema.ts')
        return schema()
      }),
    )

  common(program.command('completion'))
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'fish', 'zsh']))
    .summary('a script that completes commands and options, for bash, fish or zsh')
    .description(
      'Prints a script that completes commands, options and their values in bash, fish or zsh.',
    )
    .action((shell: Shell, options: CommonOptions) =>
      set(options, async () => {
        const { completion } = await import('./commands/completion.ts')
        return completion(program, shell)
      }),
    )

  common(program.command('eject [template]'))
    .summary('copy built-in templates for editing; without a name, list them')
    .description(
      'Copies a built-in template into the folder that `templates` names, for editing. Without a name, lists them all.',
    )
    .option('--all', 'copy every template')
    .option('--to <folder>', 'the folder to copy into (default: `templates`, or hoptix-templates)')
    .option('--diff', 'show where your templates differ from the built-in ones; writes nothing')
    .action((template: string | undefined, options: EjectFlags) =>
      set(options, async () => {
        const { eject } = await import('./commands/eject.ts')
        return eject(await machine.openContext(options), template, options)
      }),
    )

  await program.parseAsync([...argv], { from: 'user' })
  return invocation
}

/** The exit code for an error that commander has already told the user about; undefined for any other. */
export function exitCodeOf(error: unknown): number | undefined {
  return error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : undefined
}

interface CommonOptions {
  readonly cwd?: string
  readonly spec?: string
  readonly json?: boolean
  readonly format?: Format
}

type PlanFlags = CommonOptions & import('./commands/plan.ts').PlanOptions
type VerifyFlags = CommonOptions & import('./commands/verify-options.ts').VerifyOptions
type EjectFlags = CommonOptions & import('./commands/eject.ts').EjectOptions
type GenerateFlags = CommonOptions & import('./commands/generate.ts').GenerateOptions
type InitFlags = CommonOptions & {
  readonly yes?: boolean
} & import('./commands/init-options.ts').InitOptions

function common(command: Command): Command {
  return command
    .option('--cwd <dir>', 'the top of the repository (default: here)')
    .option('--spec <file>', 'the description (default: hoptix.yaml)')
    .option('--json', 'print one JSON document')
    .addOption(
      new Option('--format <format>', 'how findings are printed').choices([
        'text',
        'github',
        'sarif',
      ]),
    )
}
