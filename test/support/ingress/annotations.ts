import { parse } from 'yaml'
import type { Generation } from '../../../src/pipeline.ts'
import { ownAnnotations } from '../../../src/porter/ingress-nginx.ts'

/** What an ingress is told about one service; sizes as nginx writes them. */
export interface IngressValues {
  readonly readSeconds: string
  readonly sendSeconds: string
  readonly bodySize: string
  readonly bufferSize: string
}

/** Of ingress-nginx's ConfigMap; the body size is the one of Porter's chart. */
export const defaultValues: IngressValues = {
  readSeconds: '60',
  sendSeconds: '60',
  bodySize: '50m',
  bufferSize: '4k',
}

const keyOfAnnotation: Readonly<Record<string, keyof IngressValues>> = {
  [ownAnnotations.readTimeout.name]: 'readSeconds',
  [ownAnnotations.sendTimeout.name]: 'sendSeconds',
  [ownAnnotations.bodySize.name]: 'bodySize',
  [ownAnnotations.bufferSize.name]: 'bufferSize',
}

/** The web service of a rendered porter.yaml, as far as an ingress and a kubelet read it. */
export interface RenderedService {
  readonly ingress: IngressValues
  readonly graceSeconds: number
  readonly healthPath: string
}

/** Throws on an annotation that nginx.conf here would not follow: the tests would prove another ingress. */
export function readRendered({ artifacts }: Pick<Generation, 'artifacts'>): RenderedService {
  const file = artifacts.find(({ path }) => path.endsWith('porter.yaml'))
  const web = parse(file?.content ?? '').services.find(({ type }: { type: string }) => {
    return type === 'web'
  })
  const entries = Object.entries<string>(web.ingressAnnotations ?? {}).map(([name, value]) => {
    const key = keyOfAnnotation[name]
    if (!key) throw new Error(`the ingress of the tests does not know ${name}`)
    return [key, value]
  })
  return {
    ingress: { ...defaultValues, ...Object.fromEntries(entries) },
    graceSeconds: web.terminationGracePeriodSeconds,
    healthPath: web.readinessCheck.httpPath,
  }
}
