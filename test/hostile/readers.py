"""Readers of rendered files that are not ours: Python's own parser, PyYAML and json.

Answers each line of JSON on stdin, {"read": NAME, ...}, with one line of JSON.
"""

import ast
import io
import json
import re
import sys
import tokenize

import yaml


def plain(value):
    """What JSON cannot say is marked, so that nothing is mistaken for a text that it is not."""
    if isinstance(value, str) and re.search("[\ud800-\udbff][\udc00-\udfff]", value):
        return f"two halves, not one character: {value!r}"
    if isinstance(value, dict):
        return {
            key if isinstance(key, str) else f"not a text: {key!r}": plain(child)
            for key, child in value.items()
        }
    if isinstance(value, list):
        return [plain(child) for child in value]
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return f"not plain: {value!r}"


def fill(text, values):
    """A text with its tokens replaced; a value may hold tokens itself."""
    if not isinstance(text, str):
        return text
    alone = re.fullmatch(r"xTOKEN([0-9]+)x", text)
    if alone:
        return fill(values[int(alone[1])], values)
    return re.sub(
        r"xTOKEN[0-9]+x", lambda match: str(fill(match[0], values)), text
    )


def same_kind(left, right):
    return type(left) is type(right) and left == right


def differences(real, expected, values, place):
    """Where one tree is not the other one with the values in place of the tokens."""
    if isinstance(real, ast.AST) and type(real) is type(expected):
        for name in real._fields:
            yield from differences(
                getattr(real, name),
                getattr(expected, name),
                values,
                f"{place}.{name}",
            )
    elif isinstance(real, list) and isinstance(expected, list):
        if len(real) != len(expected):
            yield f"{place}: {len(real)} nodes, not {len(expected)}"
        for index, pair in enumerate(zip(real, expected)):
            yield from differences(*pair, values, f"{place}[{index}]")
    elif not same_kind(real, fill(expected, values)):
        yield f"{place}: {real!r}, not {fill(expected, values)!r}"


def comments(text):
    tokens = tokenize.generate_tokens(io.StringIO(text, newline="").readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def read_module(real, tokens, values):
    tree = ast.parse(real)
    found = list(differences(tree, ast.parse(tokens), values, "module"))
    notes = [fill(comment, values) for comment in comments(tokens)]
    if comments(real) != notes:
        found.append("the comments differ")
    constants = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and node.targets[0].id.isupper():
            try:
                constants[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                pass  # computed, not a constant
    return {"differences": found[:5], "constants": constants}


readers = {
    "python": lambda text: plain(ast.literal_eval(text)),
    "yaml": lambda text: plain(yaml.safe_load(text)),
    "json": lambda text: plain(json.loads(text)),
    "module": read_module,
}

for line in sys.stdin:
    question = json.loads(line)
    try:
        answer = {"ok": readers[question.pop("read")](**question)}
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer))
