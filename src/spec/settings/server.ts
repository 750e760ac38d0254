import * as z from 'zod/mini'
import { profileIds, profiles } from '../../facts/profiles.ts'
import { setting } from './setting.ts'

/** The web server: where it listens, how many requests it takes, when it gives up. */
export const serverSettings = {
  port: setting(z.int().check(z.minimum(1024), z.maximum(65535)), {
    description:
      'The one port of the service: bind, EXPOSE, health check, Porter and guide follow it.',
    accepts: 'a whole number, 1024-65535',
    default: 8080,
    examples: [8000],
    gunicorn: 'bind',
    source: 'ports below 1024 are denied to the non-root user; 8080 is what Porter suggests',
  }),
  profile: setting(z.enum(profileIds), {
    description: 'A preset of workers, threads and timeout; a key that is written wins over it.',
    accepts: profileIds
      .map(
        (id) => `${id} (${profiles[id].workers}/${profiles[id].threads}/${profiles[id].timeout})`,
      )
      .join(', '),
    default: 'balanced',
    examples: ['io-bound'],
  }),
  workers: setting(z.union([z.literal('auto'), z.int().check(z.minimum(1), z.maximum(64))]), {
    description: 'Worker processes; auto follows CPU and memory, never the cores of the node.',
    accepts: 'auto or a whole number, 1-64',
    default: 'auto',
    defaultNote: "the profile's",
    examples: [4],
    env: 'GUNICORN_WORKERS',
    gunicorn: 'workers',
    source: '2 x CPU + 1 (Gunicorn design docs), one worker per 256 MiB, at most 12',
  }),
  threads: setting(z.int().check(z.minimum(1), z.maximum(64)), {
    description: 'Threads of each worker: how many requests one worker serves at a time.',
    accepts: 'a whole number, 1-64',
    default: 2,
    defaultNote: "the profile's",
    examples: [4],
    env: 'GUNICORN_THREADS',
    gunicorn: 'threads',
  }),
  timeout: setting(z.int().check(z.minimum(1), z.maximum(3600)), {
    description:
      'Seconds without a sign of life before a worker is replaced; the proxy waits a little longer for each response.',
    accepts: 'whole seconds, 1-3600',
    default: 120,
    defaultNote: "the profile's",
    examples: [180],
    env: 'GUNICORN_TIMEOUT',
    gunicorn: 'timeout',
    source:
      'with threads it is a heartbeat, not a request limit: an 8 s request passed a timeout of 3',
  }),
  gracefulTimeout: setting(z.int().check(z.minimum(1), z.maximum(600)), {
    description: 'Seconds that running requests get to finish after SIGTERM.',
    accepts: 'whole seconds, 1-600',
    default: 30,
    examples: [60],
    gunicorn: 'graceful_timeout',
    source: 'every second of it may be spent in each rollout',
  }),
  keepAlive: setting(z.int().check(z.minimum(61), z.maximum(3600)), {
    description: 'Seconds an idle connection stays open; longer than the proxy keeps it.',
    accepts: 'whole seconds, 61-3600',
    default: 75,
    examples: [90],
    gunicorn: 'keepalive',
    source:
      "the ingress reuses idle connections for 60 s; Gunicorn's 2 s lost 47 of 1,500 requests, 75 s lost none",
  }),
  maxRequests: setting(z.int().check(z.minimum(0), z.maximum(1_000_000)), {
    description: 'Requests after which a worker is replaced; 0 never does.',
    accepts: 'a whole number, 0-1000000',
    default: 0,
    examples: [1000],
    gunicorn: 'max_requests',
    source: 'a leak is better found than hidden; needs two workers, since one stalls its clients',
  }),
  logLevel: setting(z.enum(['debug', 'info', 'warning', 'error', 'critical']), {
    description: "The server's log level.",
    accepts: 'debug, info, warning, error, critical',
    default: 'info',
    examples: ['warning'],
    env: 'GUNICORN_LOG_LEVEL',
    gunicorn: 'loglevel',
  }),
  logFormat: setting(z.enum(['text', 'json']), {
    description: 'Log lines for people, or one JSON object a line for a log collector.',
    accepts: 'text, json',
    default: 'text',
    examples: ['json'],
    gunicorn: 'logger_class',
  }),
}
