import { asgi } from './asgi.ts'
import { django } from './django.ts'
import { fastapi } from './fastapi.ts'
import { flask } from './flask.ts'
import type { Framework } from './framework.ts'
import { starlette } from './starlette.ts'
import { wsgi } from './wsgi.ts'

export const frameworks = {
  flask,
  django,
  fastapi,
  starlette,
  wsgi,
  asgi,
} satisfies Record<string, Framework>

export type FrameworkId = keyof typeof frameworks

export const frameworkIds = Object.keys(frameworks) as [FrameworkId, ...FrameworkId[]]

export function isFrameworkId(value: unknown): value is FrameworkId {
  return typeof value === 'string' && Object.hasOwn(frameworks, value)
}
