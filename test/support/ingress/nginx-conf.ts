import { proxyIdleSeconds } from '../../../src/facts/timing.ts'
import type { IngressValues } from './annotations.ts'

/** Requests to `/lane/<number>/…` go to one endpoint over connections that no other lane uses. */
export interface Route {
  /** Addresses with port; nginx takes them in turn. */
  readonly endpoints: readonly string[]
  readonly lanes?: number
}

export interface Listening {
  readonly folder: string
  readonly port: number
}

/**
 * What ingress-nginx writes by default, for one service (its config.go and nginx.tmpl, v1.12): upstream connections are
 * kept 60 s, errors and timeouts are tried again up to 3 times unless the method is POST. Its balancer is Lua; here
 * nginx takes the endpoints in turn, and changes of them are a reload.
 */
export function renderNginxConf(
  { folder, port }: Listening,
  values: IngressValues,
  { endpoints, lanes = 0 }: Route,
): string {
  const laneNumbers = Array.from({ length: lanes }, (_, number) => number)
  const laneUpstreams = laneNumbers.map((number) => {
    return upstream(`lane${number}`, endpoints.slice(number % endpoints.length).slice(0, 1))
  })
  return `user root;
# One process where there are lanes: each process keeps connections of its own.
worker_processes ${lanes > 0 ? 1 : 2};
worker_rlimit_nofile 20000;
worker_shutdown_timeout 240s;
pid ${folder}/nginx.pid;
error_log stderr error;
events {
  worker_connections 16384;
  multi_accept on;
}
http {
  log_format tests '$request_method $status $upstream_status connected=$upstream_connect_time to=$upstream_addr $request_uri';
  access_log ${folder}/access.log tests;
  client_body_temp_path ${folder}/bodies;
  proxy_temp_path ${folder}/answers;
  server_tokens off;
  keepalive_timeout 75s;
  client_header_buffer_size 1k;
  large_client_header_buffers 4 8k;
  client_body_buffer_size 8k;
  server_names_hash_bucket_size 64;
${[upstream('service', endpoints), ...laneUpstreams].join('')}
  server {
    listen 127.0.0.1:${port} backlog=4096;
    client_max_body_size ${values.bodySize};
${proxySettings(values)}
    location ~ ^/lane/(?<lane>\\d+)(?<rest>/.*)$ {
      proxy_pass http://lane$lane$rest$is_args$args;
    }
    location / {
      proxy_pass http://service;
    }
  }
}
`
}

function upstream(name: string, endpoints: readonly string[]): string {
  const servers = endpoints.map((endpoint) => `    server ${endpoint} max_fails=0;\n`).join('')
  return `  upstream ${name} {
${servers}    keepalive 320;
    keepalive_timeout ${proxyIdleSeconds}s;
    keepalive_requests 10000;
    keepalive_time 1h;
  }
`
}

function proxySettings({ readSeconds, sendSeconds, bufferSize }: IngressValues): string {
  return `    proxy_http_version 1.1;
    proxy_connect_timeout 60s;
    proxy_read_timeout ${readSeconds}s;
    proxy_send_timeout ${sendSeconds}s;
    proxy_buffering off;
    proxy_buffer_size ${bufferSize};
    proxy_buffers 4 ${bufferSize};
    proxy_request_buffering on;
    proxy_next_upstream error timeout;
    proxy_next_upstream_timeout 0;
    proxy_next_upstream_tries 3;
    proxy_redirect off;
    proxy_set_header Host $http_host;
    proxy_set_header Connection "";
    proxy_set_header X-Real-IP $remote_addr;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Host $http_host;
    proxy_set_header X-Forwarded-Port 443;
    proxy_set_header X-Forwarded-Proto https;
    proxy_set_header X-Forwarded-Scheme https;
    proxy_set_header X-Scheme https;`
}
