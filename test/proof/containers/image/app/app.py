import json
import os
import shutil
from pathlib import Path

import legacy
import served


def app(environ, start_response):
    uploads = Path("/app/uploads")
    (uploads / "written").write_text("x")
    facts = {
        "origin": served.origin,
        "answer": legacy.answer(),
        "greeting": os.environ["GREETING"],
        "built": Path("/app/built.txt").read_text(),
        "greet": shutil.which("greet"),
        "tini": shutil.which("tini"),
        "gcc": shutil.which("gcc"),
        "path": os.environ["PATH"].split(":")[:2],
        "written": [path.name for path in uploads.iterdir()],
        "owner": uploads.stat().st_uid,
    }
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(facts).encode()]
