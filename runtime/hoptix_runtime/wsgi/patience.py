"""How long clients wait before they give up, learned from those that did."""

from __future__ import annotations

from collections import deque
from statistics import median

_REMEMBERED = 50  # requests that left the queue: as many as tell a tenth from chance
_COMMON = 0.1  # share of them that were given up, above which giving up is the rule


class Patience:
    """What the last requests to leave the queue tell about the clients' patience.

    A client that waits shows nothing; one that gives up shows how long it waited. As
    long as hardly anyone gives up, nothing is known and nothing has to be.
    """

    def __init__(self) -> None:
        self._outcomes: deque[float | None] = deque(maxlen=_REMEMBERED)

    def served(self) -> None:
        """A thread took a request over."""
        self._outcomes.append(None)

    def gave_up(self, waited: float) -> None:
        """A client left after `waited` seconds in the queue."""
        self._outcomes.append(waited)

    @property
    def seconds(self) -> float | None:
        """The median wait of those that gave up; None while giving up is rare."""
        waits = [waited for waited in self._outcomes if waited is not None]
        if len(waits) < _COMMON * len(self._outcomes) or not waits:
            return None
        return median(waits)
