"""What environment variables may change at run time, strictly parsed."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

LOG_LEVELS = ["debug", "info", "warning", "error", "critical"]
LONGEST_SHOWN = 40  # characters of a refused value in the log


class Environment:
    """Reads overrides. What is refused or lowered becomes a note for the log."""

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        self.variables = variables
        self.notes: list[str] = []

    def whole_number(self, name: str, planned: int, highest: int) -> int:
        """The variable's value from 1 to `highest`, or the planned one.

        Strict, because Kubernetes sets GUNICORN_PORT=tcp://... and the like by itself
        when a Service is called gunicorn.
        """
        value = self.variables.get(name)
        if value is None:
            return planned
        if re.fullmatch("[1-9][0-9]{0,3}", value) and int(value) <= highest:
            return int(value)
        self._refuse(name, value, f"a whole number from 1 to {highest}", planned)
        return planned

    def log_level(self, name: str, planned: str) -> str:
        """The variable's level; gunicorn would turn a misspelt one into info."""
        value = self.variables.get(name)
        if value is None or value.lower() in LOG_LEVELS:
            return (value or planned).lower()
        self._refuse(name, value, f"one of {', '.join(LOG_LEVELS)}", planned)
        return planned

    def ignore(self, name: str, why: str) -> None:
        """Notes that a variable is set which has no effect here."""
        if name in self.variables:
            self.notes.append(f"{name} is ignored: {why}.")

    def cap(self, what: str, wanted: int, most: int, why: str) -> int:
        """The smaller of `wanted` and `most`; lowering it is a note."""
        if wanted > most:
            self.notes.append(f"{what} lowered from {wanted} to {most}: {why}.")
        return min(wanted, most)

    def _refuse(self, name: str, value: str, accepted: str, used: object) -> None:
        shown = repr(value[:LONGEST_SHOWN])
        shown += "..." if len(value) > LONGEST_SHOWN else ""
        self.notes.append(
            f"{name}={shown} is ignored: it must be {accepted}. Using {used}."
        )
