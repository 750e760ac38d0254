/**
 * Which key of hoptix.yaml an edit belongs to. Read against the lines a person changed, so that their edit is moved
 * to where it survives instead of being lost.
 */
const hints: readonly { file: RegExp; line: RegExp; key: string }[] = [
  { file: /Dockerfile$/, line: /^\s*FROM\b/, key: 'image.base' },
  {
    file: /Dockerfile$/,
    line: /apt-get|--no-install-recommends|^\s{8}[a-z0-9]/,
    key: 'system.packages',
  },
  { file: /Dockerfile$/, line: /\bpip install|requirements|\bCOPY [^-.]/, key: 'dependencies' },
  { file: /Dockerfile$/, line: /^\s*(?:ENV\b|[A-Z_]+=)/, key: 'image.env' },
  { file: /Dockerfile$/, line: /EXPOSE|--bind|0\.0\.0\.0:/, key: 'port' },
  { file: /Dockerfile$/, line: /HEALTHCHECK|HTTPConnection/, key: 'health' },
  { file: /Dockerfile$/, line: /^\s*RUN\b/, key: 'image.build' },
  { file: /dockerignore$/, line: /./, key: 'image.ignore' },
  { file: /gunicorn\.conf\.py$/, line: /worker/i, key: 'workers' },
  { file: /gunicorn\.conf\.py$/, line: /thread/i, key: 'threads' },
  { file: /gunicorn\.conf\.py$/, line: /graceful/i, key: 'gracefulTimeout' },
  { file: /gunicorn\.conf\.py$/, line: /timeout/i, key: 'timeout' },
  { file: /gunicorn\.conf\.py$/, line: /keep_?alive/i, key: 'keepAlive' },
  { file: /gunicorn\.conf\.py$/, line: /max_requests/i, key: 'maxRequests' },
  { file: /gunicorn\.conf\.py$/, line: /log/i, key: 'logLevel' },
  { file: /gunicorn\.conf\.py$/, line: /bind|port/i, key: 'port' },
  { file: /hoptix_server\.py$/, line: /health/i, key: 'health' },
  { file: /hoptix_server\.py$/, line: /cors|origin/i, key: 'cors' },
  { file: /hoptix_server\.py$/, line: /\bAPP\b|import/i, key: 'app' },
  { file: /\.github\/workflows\//, line: /porter apply/, key: 'porter.file' },
  {
    file: /\.github\/workflows\//,
    line: /PORTER_|secrets\./,
    key: 'porter',
  },
  { file: /\.github\/workflows\//, line: /./, key: 'ci' },
  { file: /\.ya?ml$/, line: /cpuCores|ramMegabytes|gpu/, key: 'resources' },
  { file: /\.ya?ml$/, line: /instances/i, key: 'instances' },
  { file: /\.ya?ml$/, line: /autoscaling|Threshold/, key: 'autoscaling' },
  { file: /\.ya?ml$/, line: /terminationGrace/, key: 'gracefulTimeout' },
  { file: /\.ya?ml$/, line: /Check|httpPath|initialDelay/, key: 'health' },
  { file: /\.ya?ml$/, line: /proxy-(?:body|buffer)-size/, key: 'ingress' },
  { file: /\.ya?ml$/, line: /proxy-(?:read|send)-timeout/, key: 'timeout' },
  { file: /\.ya?ml$/, line: /predeploy/, key: 'predeploy' },
  { file: /\.ya?ml$/, line: /domains/, key: 'domains' },
  { file: /\.ya?ml$/, line: /\bport:/, key: 'port' },
  { file: /\.ya?ml$/, line: /^\s{2}[A-Z_]+:|\benv:/, key: 'env' },
  { file: /DEPLOYMENT\.md$/, line: /./, key: 'guide' },
]

/** Keys that the changed lines of a unified diff belong to, in the order of the file, each once. */
export function findEditedKeys(path: string, diff: string): string[] {
  const changed = diff
    .split('\n')
    .filter((line) => /^[+-](?![+-]{2} )/.test(line) && !line.includes('hoptix-deploy'))
  const keys = changed.map(
    (line) => hints.find((hint) => hint.file.test(path) && hint.line.test(line.slice(1)))?.key,
  )
  return [...new Set(keys.filter((key): key is string => key !== undefined))]
}
