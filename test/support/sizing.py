"""Runs gunicorn.conf.py as on another machine; JSON lines in, JSON lines out."""

import json
import os
import sys

for line in sys.stdin:
    asked = json.loads(line)
    os.sched_getaffinity = lambda _, cores=asked["cores"]: set(range(cores))
    for name in [name for name in os.environ if name.startswith("GUNICORN_")]:
        del os.environ[name]
    os.environ.update(asked["env"])
    source = asked["source"]
    for place in ("/proc/self/cgroup", "/sys/fs/cgroup"):
        assert place in source, place
        source = source.replace(place, asked["root"] + place)
    conf = {"__name__": "gunicorn_conf"}
    try:
        exec(compile(source, "gunicorn.conf.py", "exec"), conf)
        limit = conf["memory_limit"]()
        seen = {
            "quota": conf["cpu_quota"](),
            "memory": limit and limit // 2**20,
            "notes": conf["_notes"],
        }
        settings = ("workers", "threads", "timeout", "worker_connections")
        answer = {"ok": {**seen, **{name: conf[name] for name in settings}}}
    except Exception as error:  # the test says which
        answer = {"error": repr(error)}
    print(json.dumps(answer), flush=True)
