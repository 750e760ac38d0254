"""Loads the app that hoptix.yaml names, and says what to correct where it cannot."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from hoptix_runtime.interface import ASGI, WSGI, Interface
from hoptix_runtime.patched import patched_by

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from hoptix_runtime.asgi.messages import App


class StartError(RuntimeError):
    """The app cannot be served as described; gunicorn logs this and exits with 3."""


def require_variables(*names: str) -> None:
    """Names what is not set, before the app fails on it somewhere deep inside."""
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise StartError(
            f"Not set: {', '.join(missing)}. hoptix.yaml requires these variables;"
            " set them in an env group of the app on Porter."
        )


def load_wsgi_app(app: str, *, folder: str = ".") -> WSGIApplication:
    """The WSGI app that `app` names: module:callable, or module:factory().

    `folder` is relative to the one that holds hoptix_runtime.
    """
    # Makes Flask ignore an app.run() that runs on import: its development server
    # would take the place of this one.
    os.environ["FLASK_RUN_FROM_CLI"] = "true"
    loaded: WSGIApplication = _load(app, folder, WSGI)
    return loaded


def load_asgi_app(app: str, *, folder: str = ".") -> App:
    """The ASGI app that `app` names, found as a WSGI app is."""
    loaded: App = _load(app, folder, ASGI)
    return loaded


def _load(app: str, folder: str, interface: Interface) -> Any:
    place = os.path.normpath(Path(__file__).absolute().parent.parent / folder)
    sys.path.insert(0, place)
    module_name, _, attribute = app.partition(":")
    name = attribute.removesuffix("()")
    module = _import(app, module_name, place)
    _refuse_patched(app)  # here, since a factory may hang already
    if not hasattr(module, name):
        raise StartError(
            f'app: "{app}" in hoptix.yaml names {name}, but the module {module_name}'
            f" ({module.__file__}) has no such attribute. It has"
            f" {_callables(module) or 'nothing that can be called'}. Correct the name"
            " after the colon."
        )
    loaded = getattr(module, name)
    if name != attribute and callable(loaded):
        loaded = loaded()
        _refuse_patched(app)
    if not callable(loaded) or not interface.fits(loaded):
        *some, last = interface.parameters
        raise StartError(
            f'app: "{app}" in hoptix.yaml must lead to {interface.name}, a callable'
            f" that takes {', '.join(some)} and {last}; {module.__file__} gives"
            f" {type(loaded).__name__}. Name the application itself, write"
            f' "{module_name}:{name}()" if {name} makes it, and {interface.otherwise}.'
        )
    return loaded


def _import(app: str, module_name: str, place: str) -> ModuleType:
    try:
        return importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if not f"{module_name}.".startswith(f"{error.name}."):
            raise  # the module is there; something that it imports is not
        raise StartError(
            f'app: "{app}" in hoptix.yaml names the module {module_name}, which is not'
            f" in {place}. Correct the module, or set appDir to its folder."
        ) from None


def _refuse_patched(app: str) -> None:
    library = patched_by()
    if library:
        raise StartError(
            f'app: "{app}" lets {library} replace the threads or sockets of Python'
            " (monkey patching), and then this server answers no request. Remove the"
            f" patching; a service that needs {library} cannot run here."
        )


def _callables(module: ModuleType) -> str:
    public = [name for name, value in vars(module).items() if callable(value)]
    return ", ".join(name for name in public if not name.startswith("_"))
