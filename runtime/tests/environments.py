"""Virtual environments with other versions than requirements.txt pins."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

PINS = Path(__file__).parent.parent / "requirements.txt"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
VENVS = CACHE / "hoptix-deploy-test" / "venvs"


def python_with(*requirements: str) -> str:
    """The Python of an environment with these requirements.

    It is made when it is first asked for, then kept for all runs on this machine. What
    the requirements need in turn has the versions of requirements.txt.
    """
    made = "\n".join([sys.version, *requirements, PINS.read_text()])
    folder = VENVS / hashlib.sha256(made.encode()).hexdigest()[:12]
    if not folder.exists():
        VENVS.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=VENVS) as building:
            venv = Path(building) / "venv"
            install(venv, requirements)
            with suppress(OSError):  # another process was faster
                venv.rename(folder)
    return str(folder / "bin/python")


def install(venv: Path, requirements: tuple[str, ...]) -> None:
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    constraints = venv / "constraints.txt"
    constraints.write_text("".join(pins_besides(requirements)))
    pip = [venv / "bin/python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "-c", constraints, *requirements], check=True)


def pins_besides(requirements: tuple[str, ...]) -> list[str]:
    """The lines of requirements.txt for all other packages."""
    named = {one.partition("==")[0] for one in requirements}
    lines = PINS.read_text().splitlines(keepends=True)
    return [one for one in lines if re.split("==|#", one)[0] not in named]
