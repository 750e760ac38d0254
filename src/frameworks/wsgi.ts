import type { Framework } from './framework.ts'

export const wsgi: Framework = {
  title: 'WSGI',
  interface: 'wsgi',
  proxyHeaders: 'server',
  debugSwitch: 'none',
  requirements: [],
  env: {},
}
