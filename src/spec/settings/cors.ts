import * as z from 'zod/mini'
import { required, setting } from './setting.ts'
import { httpToken } from './text.ts'

const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?'
const host = `(?:\\*\\.)?${label}(?:\\.${label})*|\\[[0-9a-f:.]+\\]`
const originPattern = new RegExp(`^([a-z][a-z0-9+.-]*)://(?:${host})(?::([1-9][0-9]{0,4}))?$`)

/** Browsers leave these out of the Origin header, so an origin that spells one out never matches. */
const defaultPorts: Record<string, string> = { http: '80', https: '443' }

/** An origin as browsers send it (RFC 6454), `https://*.x.com` for exactly one label, or `*` alone. */
const origin = z.string().check(
  z.refine((text) => text !== 'null', {
    error: 'every sandboxed frame and local file sends Origin: null',
  }),
  z.refine((text) => text === '*' || text === 'null' || originPattern.test(text), {
    error: 'an origin is scheme://host[:port] in lower case, without path or slash at the end',
  }),
  z.refine(
    (text) => {
      const [, scheme = '', port] = originPattern.exec(text) ?? []
      return port === undefined || (port !== defaultPorts[scheme] && Number(port) <= 65535)
    },
    { error: "browsers never send the scheme's default port, and none is above 65535" },
  ),
)

const policy = z.strictObject({
  origins: required(z.array(origin).check(z.minLength(1)), {
    description:
      'Origins that browsers may call from: exact, `https://*.example.com` for one label, or `*` alone.',
    accepts: 'a list of origins such as https://app.example.com',
    examples: [['https://app.example.com']],
    source: 'RFC 6454; flask-cors reads the wildcard form as an unanchored pattern',
  }),
  credentials: setting(z.boolean(), {
    description:
      'Whether cookies and Authorization headers may be sent; never with the origin `*`.',
    accepts: 'true or false',
    default: false,
    examples: [true],
  }),
  methods: setting(z.array(httpToken).check(z.minLength(1)), {
    description: 'Methods that a preflight allows.',
    accepts: 'a list of HTTP methods',
    default: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    examples: [['GET', 'POST']],
  }),
  headers: setting(z.array(httpToken).check(z.minLength(1)), {
    description: 'Request headers that a preflight allows.',
    accepts: 'a list of header names',
    default: ['Authorization', 'Content-Type'],
    examples: [['Authorization', 'Content-Type', 'X-Request-Id']],
  }),
  exposeHeaders: setting(z.array(httpToken), {
    description: 'Response headers that scripts may read.',
    accepts: 'a list of header names',
    default: [],
    examples: [['X-Request-Id']],
  }),
  maxAge: setting(z.int().check(z.minimum(0), z.maximum(86400)), {
    description: 'Seconds a browser may remember a preflight.',
    accepts: 'whole seconds, 0-86400',
    default: 600,
    examples: [3600],
    source: 'Firefox caps it at 86400, Chromium at 7200',
  }),
})

export const corsSettings = {
  cors: setting(z.union([z.literal('none'), policy]), {
    description:
      'Who may call the service from a browser. Once declared, this alone decides; `none` denies all.',
    accepts: 'none, or a map with origins',
    defaultNote: "the app's own, untouched",
    examples: ['none', { origins: ['https://app.example.com'], credentials: true }],
  }),
}
