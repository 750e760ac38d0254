import type { Framework } from './framework.ts'

export const flask: Framework = {
  title: 'Flask',
  interface: 'wsgi',
  proxyHeaders: 'werkzeug',
  debugSwitch: 'flask',
  requirements: ['flask'],
  // Flask itself dropped FLASK_ENV in 2.3, but much code still reads it and takes "unset" for development.
  env: { FLASK_ENV: 'production' },
}
