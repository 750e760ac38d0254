import { tagOf } from './images.mjs'
import { startService } from './service.mjs'
import { burst } from './wrk.mjs'

/** The one that the load runs on; the service has core 0. */
const core = 1

export const scenarios = [
  { id: 'quick', name: 'quick answer', path: '/' },
  { id: 'io', name: 'answer after 50 ms of waiting', path: '/io' },
].flatMap((one) =>
  [16, 64].map((connections) => ({ ...one, id: `${one.id}-${connections}`, connections })),
)

/** The others serve from the guide's image, so that they differ in nothing but how the app is served. */
export function contenders(kits) {
  const image = (id) =>
    tagOf(
      kits.find((kit) => kit.id === id),
      'buildkit',
    )
  const guide = image('guide')
  return [
    { id: 'ours', name: 'hoptix-deploy', image: image('ours') },
    { id: 'guide', name: "the guide's config", image: guide },
    {
      id: 'defaults',
      name: "gunicorn's defaults",
      image: guide,
      command: ['gunicorn', '--config', '/dev/null', '--bind', '0.0.0.0:8080', 'app:app'],
    },
    { id: 'dev-server', name: "Flask's dev server", image: guide, command: ['python', 'app.py'] },
    {
      id: 'ours-threads',
      name: 'hoptix-deploy, `GUNICORN_THREADS=16`',
      image: image('ours'),
      env: { GUNICORN_THREADS: '16' },
    },
  ]
}

/**
 * Each scenario on a service that was just started, contender after contender, round by round, so that a busy moment of
 * the machine meets all of them.
 */
export async function measureServing(docker, services, { rounds, seconds }) {
  const seen = services.map(() => ({
    startMs: [],
    memory: [],
    ...Object.fromEntries(scenarios.map(({ id }) => [id, []])),
  }))
  for (let round = 0; round < rounds; round += 1)
    for (const [index, service] of services.entries()) {
      const running = await startService(docker, service)
      try {
        seen[index].startMs.push(running.startMs)
        // To warm up: the first requests of a process import and compile.
        await burst({ url: `${running.url}/`, connections: 4, seconds: 1, core })
        for (const { id, path, connections } of scenarios) {
          const load = { url: running.url + path, connections, seconds, core }
          seen[index][id].push(await burst(load))
          await running.settle()
        }
        seen[index].memory.push(await running.memory())
      } finally {
        await running.stop()
      }
    }
  return services.map(({ id, name }, index) => ({ id, name, ...seen[index] }))
}
