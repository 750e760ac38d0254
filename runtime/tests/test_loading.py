import sys

import pytest

from hoptix_runtime import loading
from hoptix_runtime.loading import (
    StartError,
    load_asgi_app,
    load_wsgi_app,
    require_variables,
)

WSGI = "def app(environ, start_response): return []\n"
ASGI = "async def app(scope, receive, send): pass\n"


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Modules in the folder that holds the runtime."""
    (tmp_path / "hoptix_runtime").mkdir()
    monkeypatch.setattr(
        loading, "__file__", str(tmp_path / "hoptix_runtime/loading.py")
    )
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def write(name, text):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
        monkeypatch.delitem(sys.modules, name.split("/")[-1][:-3], raising=False)

    yield write
    for name in ("site_app", "broken", "inner"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (WSGI, "site_app:app"),
        (
            "def make():\n    return lambda environ, start_response: []\n",
            "site_app:make()",
        ),
        (
            "class App:\n    def __call__(self, environ, start_response): ...\n"
            "app = App()\n",
            "site_app:app",
        ),
        ("import functools\napp = functools.partial(max, 1)\n", "site_app:app"),
        ("app = max\n", "site_app:app"),  # built in, without a signature
    ],
)
def test_wsgi_apps(write, source, name):
    write("site_app.py", source)
    assert callable(load_wsgi_app(name))


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (ASGI, "site_app:app"),
        (f"def make():\n    {ASGI}    return app\n", "site_app:make()"),
        (
            "class App:\n    async def __call__(self, scope, receive, send): ...\n"
            "app = App()\n",
            "site_app:app",
        ),
    ],
)
def test_asgi_apps(write, source, name):
    write("site_app.py", source)
    assert callable(load_asgi_app(name))


def test_an_app_in_a_folder(write):
    write("src/site_app.py", WSGI)
    with pytest.raises(StartError, match="which is not in"):
        load_wsgi_app("site_app:app")
    assert callable(load_wsgi_app("site_app:app", folder="src"))


@pytest.mark.parametrize(
    ("load", "source", "name", "words"),
    [
        (load_wsgi_app, WSGI, "site_ap:app", "Correct the module, or set appDir"),
        (load_wsgi_app, WSGI, "site_app:ap", "It has app. Correct the name"),
        (load_wsgi_app, "x = 1\n", "site_app:app", "It has nothing that can be called"),
        (load_wsgi_app, ASGI, "site_app:app", "set framework to fastapi, starlette"),
        (load_wsgi_app, "def app(): ...\n", "site_app:app", r'"site_app:app\(\)" if'),
        (load_wsgi_app, "app = 1\n", "site_app:app", "gives int"),
        (load_asgi_app, WSGI, "site_app:app", "set framework to flask, django or wsgi"),
    ],
)
def test_what_is_no_app_is_named_with_the_way_out(write, load, source, name, words):
    write("site_app.py", source)
    with pytest.raises(StartError, match=words) as error:
        load(name)
    assert f'app: "{name}"' in str(error.value)


def test_what_the_app_cannot_import_is_not_blamed_on_hoptix_yaml(write):
    write("broken.py", "import no_such_module_here\n")
    with pytest.raises(ModuleNotFoundError, match="no_such_module_here"):
        load_wsgi_app("broken:app")


def test_a_factory_that_patches_is_refused(write, monkeypatch):
    patched = []
    monkeypatch.setattr(loading, "patched_by", lambda: patched and "gevent")
    source = f"def make():\n    patched.append(1)\n    {WSGI}    return app\n"
    write("site_app.py", f"patched = []\n{source}")
    assert callable(load_wsgi_app("site_app:make()"))
    sys.modules["site_app"].patched = patched
    with pytest.raises(StartError, match="lets gevent replace"):
        load_wsgi_app("site_app:make()")


def test_required_variables(monkeypatch):
    monkeypatch.setenv("SET_ONE", "x")
    monkeypatch.setenv("EMPTY_ONE", "")
    require_variables("SET_ONE")
    with pytest.raises(StartError, match="Not set: EMPTY_ONE, MISSING_ONE"):
        require_variables("SET_ONE", "EMPTY_ONE", "MISSING_ONE")
