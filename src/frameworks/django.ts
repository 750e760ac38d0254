import type { Framework } from './framework.ts'

export const django: Framework = {
  title: 'Django',
  interface: 'wsgi',
  // SECURE_PROXY_SSL_HEADER and USE_X_FORWARDED_HOST are the project's own settings; the scheme comes from the server.
  proxyHeaders: 'server',
  debugSwitch: 'django',
  requirements: ['django'],
  env: {},
}
