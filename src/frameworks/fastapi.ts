import type { Framework } from './framework.ts'

export const fastapi: Framework = {
  title: 'FastAPI',
  interface: 'asgi',
  proxyHeaders: 'server',
  debugSwitch: 'starlette',
  requirements: ['fastapi'],
  env: {},
}
