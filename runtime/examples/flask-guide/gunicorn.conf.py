# Written by hoptix-deploy from hoptix.yaml, service hoptix-backend; edits belong there.
# hoptix-deploy description:0000000000000000 body:0000000000000000

"""gunicorn's settings for hoptix-backend.

GUNICORN_WORKERS, GUNICORN_THREADS, GUNICORN_TIMEOUT and GUNICORN_LOG_LEVEL change them
at run time, as far as the container allows; what they may not do is logged at start.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # holds hoptix_runtime

from hoptix_runtime.logs import text_logger
from hoptix_runtime.settings import Settings

fitted = Settings(cpu=1, memory=1024)  # cores and MiB, as in porter.yaml

bind = "0.0.0.0:8080"  # also in the Dockerfile's CMD, where nothing can override it
backlog = 64

worker_class = "hoptix_runtime.wsgi.worker.Worker"
workers = fitted.workers()  # as many as cores and memory carry
threads = fitted.threads(2)
worker_connections = 1000
preload_app = False  # connections opened on import must not be shared by workers

timeout = fitted.timeout(120, ingress=125)  # seconds, the worker's heartbeat
graceful_timeout = 30  # seconds that running requests get at a stop
keepalive = 75  # seconds, longer than the 60 s that the ingress keeps a connection
max_requests = fitted.max_requests(0, workers=workers)  # 0: no worker is replaced
max_requests_jitter = max_requests // 10

worker_tmp_dir = fitted.worker_tmp_dir()  # in memory
control_socket_disable = True  # it would be made in $HOME, which may be read-only

# As much as nginx lets through; gunicorn's own limit of 4094 bytes answers 400.
limit_request_line = 8190
limit_request_field_size = 8190

# The ingress is the only peer, under changing addresses. Of its headers, believe the
# one that it always overwrites: a client may add others, like SCRIPT_NAME.
forwarded_allow_ips = "*"
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}
forwarder_headers = ""

proc_name = "hoptix-backend"
accesslog = errorlog = "-"
access_log_format = '%(h)s - - %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s %(L)s "%(a)s"'
logger_class = text_logger(health_path="/health")
loglevel = fitted.loglevel("info")

on_starting = on_reload = fitted.log_start
