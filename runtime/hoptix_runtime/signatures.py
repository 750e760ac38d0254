"""Whether a library's methods are still called as they are called here."""

from __future__ import annotations

from inspect import signature


def takes(owner: object, name: str, parameters: list[str]) -> bool:
    """Whether a method is there and has exactly these parameters."""
    method = getattr(owner, name, None)
    return callable(method) and [*signature(method).parameters] == parameters
