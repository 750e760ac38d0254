"""gunicorn's hooks from a file of the service, beside those that are set already."""

from __future__ import annotations

import functools
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from gunicorn.config import make_settings

Hook = Callable[..., Any]
MODULE_NAME = "hoptix_service_hooks"


class HooksError(RuntimeError):
    """The file of hooks is not what hoptix.yaml says; gunicorn does not start."""


def with_hooks(settings: dict[str, Any], *, file: str) -> dict[str, Any]:
    """The hooks that `file` defines, by gunicorn's names; ours run first.

    `settings` are those of gunicorn.conf.py, and `file` is relative to its folder.
    """
    module = _load(Path(settings["__file__"]).resolve().parent / file)
    composed = {}
    for name, setting in make_settings().items():
        value = getattr(module, name, None)
        if setting.section != "Server Hooks":
            _refuse_setting(module, name, value)
        elif callable(value):
            setting.set(value)  # gunicorn's own check of its parameters
            composed[name] = _both(settings.get(name), value)
    return composed


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(MODULE_NAME, path)
    if not path.is_file() or spec is None or spec.loader is None:
        raise HooksError(
            f"hooks in hoptix.yaml names {path}, which is no Python file. Correct the"
            " path; it is relative to the folder of the service."
        )
    module = importlib.util.module_from_spec(spec)
    sys.modules[MODULE_NAME] = module
    spec.loader.exec_module(module)
    return module


def _refuse_setting(module: ModuleType, name: str, value: object) -> None:
    """A setting would be left out in silence, or undo what was proven."""
    if isinstance(value, (str, int, float, list, dict, tuple)):
        raise HooksError(
            f"{module.__file__} sets {name}, which is a setting of gunicorn and no"
            " hook. Remove it there; what can be set is set in hoptix.yaml."
        )


def _both(ours: Hook | None, theirs: Hook) -> Hook:
    if ours is None:
        return theirs

    @functools.wraps(ours)  # also its parameters, which gunicorn counts
    def both(*arguments: Any) -> None:
        ours(*arguments)
        theirs(*arguments)

    return both
