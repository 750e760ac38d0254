/**
 * The ingress in front of a web service, in its own words. ingress-nginx was retired in March 2026: when Porter moves
 * to another one, this file is what changes.
 */
const prefix = 'nginx.ingress.kubernetes.io'

/** Annotations that settings of ours become, with the key of hoptix.yaml that decides each. */
export const ownAnnotations = {
  readTimeout: { name: `${prefix}/proxy-read-timeout`, setting: 'timeout' },
  sendTimeout: { name: `${prefix}/proxy-send-timeout`, setting: 'timeout' },
  bodySize: { name: `${prefix}/proxy-body-size`, setting: 'ingress.maxBodySize' },
  bufferSize: { name: `${prefix}/proxy-buffer-size`, setting: 'ingress.responseHeaderBuffer' },
} as const
