import type { Framework } from './framework.ts'

export const starlette: Framework = {
  title: 'Starlette',
  interface: 'asgi',
  proxyHeaders: 'server',
  debugSwitch: 'starlette',
  requirements: ['starlette'],
  env: {},
}
