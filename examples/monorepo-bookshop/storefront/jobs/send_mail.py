"""Sends what waits in the outbox, until it is told to stop."""

import os
import signal
import threading
from pathlib import Path

from bookshop.catalog import BOOKS

OUTBOX = Path(os.environ.get("BOOKSHOP_OUTBOX", "/tmp/outbox"))
PAUSE = 1.0  # seconds between two looks

stopping = threading.Event()


def send_waiting():
    for letter in sorted(OUTBOX.glob("*.txt")):
        if stopping.is_set():
            return
        print(f"sent {letter.stem}", flush=True)
        letter.unlink()


def main():
    # Process 1 of a container has no default for SIGTERM: without this it would be killed after the grace period.
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    print(f"mailer started, {len(BOOKS)} books in the catalog", flush=True)
    while not stopping.is_set():
        send_waiting()
        stopping.wait(PAUSE)
    print("mailer stopped", flush=True)


if __name__ == "__main__":
    main()
