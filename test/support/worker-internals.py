"""Runs post_worker_init of gunicorn.conf.py on a changed worker; JSON lines in, JSON lines out."""

import json
import sys
from unittest.mock import MagicMock, patch

import gunicorn
from gunicorn.config import Config
from gunicorn.workers import gthread


def start(source, change):
    worker = gthread.ThreadWorker(1, 1, [], MagicMock(), 30, Config(), MagicMock())
    worker.tpool = worker.get_thread_pool()
    for name, parameters in change.get("methods", {}).items():
        setattr(worker, name, eval(f"lambda {', '.join(parameters)}: None"))
    threads, wait = worker.tpool, worker.wait_for_and_dispatch_events
    if "attribute" in change:
        delattr(worker, change["attribute"])
    conf = {"__name__": "gunicorn_conf"}
    exec(compile(source, "gunicorn.conf.py", "exec"), conf)
    conf["post_worker_init"](worker)
    warned = [call.args[0] % call.args[1:] for call in worker.log.warning.call_args_list]
    return {
        "ownThreads": getattr(worker, "tpool", threads) is threads,
        "ownWait": worker.wait_for_and_dispatch_events == wait,
        "warned": warned,
    }


for line in sys.stdin:
    asked = json.loads(line)
    change = asked["change"]
    version = tuple(change.get("version", gunicorn.version_info))
    try:
        module = vars(gthread).copy()
        if "global" in change:
            del module[change["global"]]
        with (
            patch.object(gunicorn, "version_info", version),
            patch.dict(vars(gthread), module, clear=True),
        ):
            answer = {"ok": start(asked["source"], change)}
    except Exception as error:  # the test says which
        answer = {"error": repr(error)}
    print(json.dumps(answer), flush=True)
