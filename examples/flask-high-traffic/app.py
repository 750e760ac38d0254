import hashlib
import logging
import time

from flask import Flask, abort, request

LONGEST_WAIT = 60  # seconds
CHUNK = 64 * 1024

logger = logging.getLogger(__name__)

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 20 * 1024 * 1024


@app.get("/")
def index():
    return {"service": "document-intake", "routes": ["/documents", "/slow"]}


@app.post("/documents")
def receive_document():
    """Answer with the size and fingerprint of the uploaded body."""
    digest, size = hashlib.sha256(), 0
    while chunk := request.stream.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    logger.info("document received, %d bytes", size)
    return {"bytes": size, "sha256": digest.hexdigest()}, 201


@app.get("/slow")
def slow():
    """Wait as a call to a slow upstream would: the thread is busy, the CPU is not."""
    seconds = request.args.get("seconds", default=1.0, type=float)
    if not 0 <= seconds <= LONGEST_WAIT:
        abort(400, f"seconds must be between 0 and {LONGEST_WAIT}")
    time.sleep(seconds)
    return {"waited": seconds}
