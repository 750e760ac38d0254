import type { PromiseId } from '../../promises.ts'
import type { Broken } from './guard.ts'
import { guardPython } from './python-guard.ts'
import { usedNames } from './python-names.ts'
import { isPlainImport } from './python-reaches.ts'
import type { PythonStatement } from './python-statements.ts'

/** Which promise rests on a setting; what is not here decides whether the server answers at all. */
const settings: readonly (readonly [RegExp, PromiseId])[] = [
  [/^_PORT$/, 'one-port'],
  [/keepalive|KEEP_ALIVE|^timeout$|^_(?:PROXY_)?TIMEOUT$/, 'kept-alive'],
  [/graceful/i, 'drained'],
  [/worker_tmp_dir|control_socket/, 'unprivileged'],
  [/tend_idle|^import socket|_USED_|is_known|^import gunicorn|gthread|signature/, 'drained'],
  [/Health|HEALTH|peek|post_worker_init|concurrent/, 'healthy'],
  [/access|logger_class|Logger|Query|without_query|post_fork|logging/, 'no-secrets'],
  [/worker|threads|cpu|memory|quota|cores|capped|_MIB|_read|_number|_folders|_reject/i, 'sized'],
  [/_notes|log_?level|LOG_LEVEL|on_starting|on_reload|whole_number|max_requests|math/i, 'sized'],
]

/** Hooks that gunicorn calls, and settings that send numbers elsewhere: none of them changes how requests are served. */
const harmless =
  /^(?:on_exit|when_ready|pre_fork|post_fork|post_worker_init|worker_int|worker_abort|worker_exit|child_exit|nworkers_changed|pre_request|post_request|statsd_host|statsd_prefix|dogstatsd_tags|enable_backlog_metric)$/

const free = /^(?:proc_name|_SERVICE|limit_request_line|limit_request_field_size|JsonFormatter)$/

/** gunicorn's settings. A person may add hooks and helpers, and change what the free names say. */
export const guardGunicornConf = guardPython({
  isFree: ({ name }) => free.test(name ?? ''),
  readable: ['workers', 'threads', 'timeout', '_PORT', 'loglevel'],
  judged: [],
  promiseOf: ({ name, text }) => settings.find(([word]) => word.test(name ?? text))?.[1] ?? 'bind',
  judge: judgeSetting,
})

/** gunicorn takes every lower-case name of the module for a setting. */
function judgeSetting(added: PythonStatement): Broken | undefined {
  if (isPlainImport(added)) return undefined
  const found = usedNames(added).find(
    ({ name, isChanged, node }) =>
      isChanged &&
      /^[a-z]/.test(name) &&
      isModuleLevel(node.parent) &&
      !harmless.test(name) &&
      !free.test(name),
  )
  if (!found) return undefined
  return {
    promise: 'bind',
    line: found.line,
    message: `gunicorn would take \`${found.name}\` for a setting of its own, and this one is not among those that may be added; start other names with an underscore.`,
  }
}

type Node = Parameters<typeof usedNames>[0]['node']

/** Names inside a function are its own, unless it declares them global. */
function isModuleLevel(node: Node | null): boolean {
  if (node?.name === 'ScopeStatement') return true
  for (let at = node; at; at = at.parent) {
    const isOwnName = at === node
    if (/^(?:Function|Class)Definition$/.test(at.name) && !isOwnName) return false
  }
  return true
}
