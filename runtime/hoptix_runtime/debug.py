"""Debug pages show source and settings, and some run code, for whoever finds them."""

from __future__ import annotations

import gc
import logging
import sys
from typing import Any, NamedTuple, TypeVar

from hoptix_runtime.loading import StartError

T = TypeVar("T")
log = logging.getLogger("gunicorn.error")


class Switch(NamedTuple):
    """A class whose instances have a `debug` attribute, and what turns it on."""

    module: str
    name: str
    turned_on_by: str


SWITCHES = [
    Switch("flask", "Flask", "FLASK_DEBUG and debug=True"),
    Switch("quart", "Quart", "QUART_DEBUG and debug=True"),
    Switch("starlette.applications", "Starlette", "debug=True"),  # FastAPI too
    # Copies the app's debug when the app is first called, which may be on import.
    Switch("starlette.middleware.errors", "ServerErrorMiddleware", "debug=True"),
    Switch("litestar", "Litestar", "LITESTAR_DEBUG and debug=True"),
]


def without_debug(app: T) -> T:
    """The app itself, after every debug mode of a loaded framework is switched off.

    Refusing to start would be an outage, so debug is switched off and logged. Only
    werkzeug's DebuggedApplication is refused. What is loaded decides, and not what
    hoptix.yaml calls the framework: Django may run behind either interface.
    """
    _refuse_debugger()
    for switch in SWITCHES:
        _switch_off(switch)
    _switch_off_django()
    _switch_off_bottle()
    return app


def _instances(module: str, name: str) -> list[Any]:
    """Each living instance of a class, however it is wrapped or mounted."""
    kind = getattr(sys.modules.get(module), name, None)
    if kind is None:
        return []
    gc.unfreeze()  # an app's gc.freeze() would hide what it made
    # By type: isinstance() would ask a proxy for its object, and so make it.
    return [one for one in gc.get_objects() if issubclass(type(one), kind)]


def _refuse_debugger() -> None:
    if _instances("werkzeug.debug", "DebuggedApplication"):
        raise StartError(
            "The app is wrapped in werkzeug's DebuggedApplication, which lets a visitor"
            " run Python code. Remove the wrapper, or apply it under"
            ' if __name__ == "__main__" only.'
        )


def _switch_off(switch: Switch) -> None:
    names = set()
    for one in _instances(switch.module, switch.name):
        if one.debug:
            one.debug = False
            names.add(type(one).__name__)
    for name in sorted(names):
        _report(f"{name}'s debug mode", switch.turned_on_by)


def _switch_off_django() -> None:
    settings = getattr(sys.modules.get("django.conf"), "settings", None)
    if settings is not None and settings.configured and settings.DEBUG:
        settings.DEBUG = False
        _report("Django's DEBUG", "DEBUG = True")


def _switch_off_bottle() -> None:
    bottle: Any = sys.modules.get("bottle")
    if bottle and bottle.DEBUG:
        bottle.debug(False)
        _report("Bottle's debug mode", "debug(True)")


def _report(what: str, turned_on_by: str) -> None:
    log.error(
        "%s was on and is now off. Remove %s from what runs in production.",
        what,
        turned_on_by,
    )
