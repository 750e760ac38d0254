from __future__ import annotations

import pytest
from gunicorn.util import get_arity
from server import Server, copy_example

from hoptix_runtime.hooks import HooksError, with_hooks


@pytest.fixture
def hooks(tmp_path):
    def hooks(text, **settings):
        (tmp_path / "hooks.py").write_text(text)
        settings["__file__"] = str(tmp_path / "gunicorn.conf.py")
        return with_hooks(settings, file="hooks.py")

    return hooks


def test_both_run_and_ours_first(hooks):
    ran = []

    def on_starting(server):
        server.append("ours")

    text = "def on_starting(server):\n    server.append('theirs')\n"
    made = hooks(text, on_starting=on_starting)
    made["on_starting"](ran)
    assert ran == ["ours", "theirs"]
    assert get_arity(made["on_starting"]) == 1  # gunicorn counts


def test_a_hook_that_only_the_service_has(hooks):
    made = hooks("import os\ndef helper(): ...\ndef child_exit(server, worker): ...\n")
    assert [*made] == ["child_exit"]


@pytest.mark.parametrize("setting", ["workers = 5", "bind = '0:1'", "timeout = 9"])
def test_a_setting_is_refused(hooks, setting):
    with pytest.raises(HooksError, match="which is a setting of gunicorn and no hook"):
        hooks(f"{setting}\n")


def test_a_hook_with_other_parameters_is_refused(hooks):
    with pytest.raises(TypeError, match="arity of: 2"):
        hooks("def child_exit(worker): ...\n")


def test_a_file_that_is_missing_is_named(tmp_path):
    conf = {"__file__": str(tmp_path / "gunicorn.conf.py")}
    for name in ("missing.py", ".", "hooks"):
        with pytest.raises(HooksError, match="which is no Python file"):
            with_hooks(conf, file=name)


@pytest.mark.server
def test_under_gunicorn(tmp_path):
    folder = copy_example("asgi", tmp_path)
    env = {"TICKETS_QUEUE": "x"}
    with Server(folder, "--workers", "2", env=env) as server:
        server.wait_until_up()
        server.stop()
        log = server.log()
    assert log.count("The metrics of worker") == 2
    assert log.index("Sized for") < log.index("own hook runs after the generated one")
