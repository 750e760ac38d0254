import type { Framework } from './framework.ts'

export const asgi: Framework = {
  title: 'ASGI',
  interface: 'asgi',
  proxyHeaders: 'server',
  debugSwitch: 'none',
  requirements: [],
  env: {},
}
