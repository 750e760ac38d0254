import { django } from './django.ts'
import { flask } from './flask.ts'
import type { Framework } from './framework.ts'
import { wsgi } from './wsgi.ts'

export const frameworks = { flask, django, wsgi } satisfies Record<string, Framework>

export type FrameworkId = keyof typeof frameworks

export const frameworkIds = Object.keys(frameworks) as [FrameworkId, ...FrameworkId[]]
