"""The two ways in which a server calls an app, and how an app is told by them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import NamedTuple


class Interface(NamedTuple):
    """How an app is called, and what to say of one that is called otherwise."""

    name: str
    parameters: tuple[str, ...]
    is_async: bool
    otherwise: str

    def fits(self, app: Callable[..., object]) -> bool:
        """Tells WSGI (two arguments), ASGI (three) and most factories (none) apart."""
        if _is_coroutine(app) and not self.is_async:
            return False
        try:
            inspect.signature(app).bind(*self.parameters)
        except TypeError:
            return False
        except ValueError:  # built in, without a signature
            pass
        return True


def _is_coroutine(app: Callable[..., object]) -> bool:
    return inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(
        type(app).__call__
    )


WSGI = Interface(
    "a WSGI application",
    ("environ", "start_response"),
    False,
    "set framework to fastapi, starlette or asgi for an ASGI application",
)
ASGI = Interface(
    "an ASGI application",
    ("scope", "receive", "send"),
    True,
    "set framework to flask, django or wsgi for a WSGI application",
)
