"""Looks for new price lists every few seconds, until it is told to stop."""

import csv
import os
import signal
import threading
from pathlib import Path

FEEDS = Path(os.environ.get("BOOKSHOP_FEEDS", "/tmp/feeds"))
PAUSE = 5.0  # seconds between two looks

stopping = threading.Event()


def import_new(seen):
    for feed in sorted(FEEDS.glob("*.csv")):
        if feed.name in seen or stopping.is_set():
            continue
        with feed.open(newline="", encoding="utf-8") as lines:
            print(f"{feed.name}: {sum(1 for _ in csv.DictReader(lines))} prices", flush=True)
        seen.add(feed.name)


def main():
    # Process 1 of a container has no default for SIGTERM: without this it would be killed after the grace period.
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    print("importer started", flush=True)
    seen = set()
    while not stopping.is_set():
        import_new(seen)
        stopping.wait(PAUSE)
    print("importer stopped", flush=True)


if __name__ == "__main__":
    main()
