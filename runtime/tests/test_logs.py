from __future__ import annotations

import json
import logging
import sys

import pytest

from hoptix_runtime.json_logs import JsonFormatter
from hoptix_runtime.logs import WithoutHealthChecks, WithoutQuery, uvicorn_request

ACCESS = '%s - "%s %s HTTP/%s" %d'


def record(name="uvicorn.access", msg=ACCESS, args=None):
    args = args or ("1.2.3.4:0", "GET", "/a%20b?token=secret", "1.1", 200)
    return logging.LogRecord(name, logging.INFO, __file__, 1, msg, args, None)


def test_a_query_is_cut_off():
    entry = record()
    assert WithoutQuery().filter(entry)
    assert entry.getMessage() == '1.2.3.4:0 - "GET /a%20b HTTP/1.1" 200'


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("gunicorn.error", ("/a?b",)),
        ("uvicorn.error", ("a?b",)),
        ("app", ({"a": "/?b"},)),
    ],
)
def test_other_entries_stay(name, args):
    entry = record(name, "%s", args)
    before = entry.args
    assert WithoutQuery().filter(entry)
    assert entry.args == before


@pytest.mark.parametrize(
    ("path", "status", "is_kept"),
    [
        ("/health", 200, False),
        ("/health?from=probe", 204, False),
        ("/health", 405, True),
        ("/health", 503, True),
        ("/healthy", 200, True),
        ("/", 200, True),
    ],
)
def test_health_checks_are_kept_if_they_fail(path, status, is_kept):
    entry = record(args=("1.2.3.4:0", "GET", path, "1.1", status))
    assert WithoutHealthChecks("/health").filter(entry) == is_kept


def test_entries_of_another_shape_are_kept():
    """A later uvicorn may write others."""
    for entry in (record(args=("a", "b")), record("gunicorn.access", "x", ({"a": 1},))):
        assert uvicorn_request(entry) == {}
        assert WithoutHealthChecks("").filter(entry)


def test_json_is_one_line_whatever_is_in_it():
    try:
        raise RuntimeError('a "quote"\nand a line')
    except RuntimeError:
        entry = record("app", "bad \x00 \u2028 %s\n", ("x",))
        entry.exc_info = sys.exc_info()
    line = JsonFormatter().format(entry)
    assert "\n" not in line
    read = json.loads(line)
    assert read["message"] == "bad \x00 \u2028 x\n"
    assert read["exception"].startswith("Traceback")
    assert read["level"] == "info"


def test_json_of_a_uvicorn_request_has_its_fields():
    entry = record()
    WithoutQuery().filter(entry)
    read = json.loads(JsonFormatter().format(entry))
    assert read["path"] == "/a%20b"
    assert (read["method"], read["status"], read["client"]) == ("GET", 200, "1.2.3.4:0")
