"""Keeps specimens until the instance ends, and tells what they are."""

import os
import shutil
import subprocess
import uuid
from pathlib import Path

from flask import Flask, request

app = Flask(__name__)
uploads = Path(os.environ["UPLOADS"])


@app.get("/")
def about():
    return Path(__file__).with_name("description.txt").read_text()


@app.post("/specimens")
def keep():
    uploads.mkdir(exist_ok=True)
    specimen = uploads / uuid.uuid4().hex
    specimen.write_bytes(request.get_data())
    return {"id": specimen.name, "kind": tell_kind(specimen)}, 201


def tell_kind(path: Path) -> str | None:
    if shutil.which("file") is None:
        return None
    command = ["file", "--brief", "--mime-type", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
