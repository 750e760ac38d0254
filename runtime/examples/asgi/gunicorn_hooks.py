"""What this service does when a worker is gone, named by `hooks` in hoptix.yaml."""

from typing import Any


def child_exit(server: Any, worker: Any) -> None:
    """The place for prometheus_client's mark_process_dead(worker.pid)."""
    server.log.info("The metrics of worker %s are kept", worker.pid)


def on_starting(server: Any) -> None:
    server.log.info("The service's own hook runs after the generated one")
