import type { SpecRule } from './rule.ts'

const taken = ['hoptix_server', 'gunicorn', 'werkzeug', 'flask', 'django']

export const appShadowsTheServer = {
  id: 'app-shadows-the-server',
  severity: 'error',
  why: 'A module of the app with the name of the bootstrap, the server or the framework is imported in its place.',
  fix: 'Rename the module.',
  find: ({ app }) => {
    const module = app?.split(/[.:]/)[0] ?? ''
    return taken.includes(module)
      ? [
          {
            path: ['app'],
            message: `The module \`${module}\` would stand in the way of the package of that name.`,
          },
        ]
      : []
  },
} as const satisfies SpecRule
