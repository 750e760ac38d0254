"""What CORS grants to which origin; the layers of both interfaces ask here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Headers = list[tuple[str, str]]

ONE_LABEL = "[a-z0-9_-]{1,63}"  # what "*" in a host name stands for: never a dot


class CorsPolicy:
    """The declared origins, and the headers that each of them is answered with."""

    def __init__(
        self,
        *,
        origins: Sequence[str],
        credentials: bool = False,
        methods: Sequence[str] = (),
        headers: Sequence[str] = (),
        expose_headers: Sequence[str] = (),
        max_age: int = 600,
    ) -> None:
        """`max_age` in seconds; "*" as an origin stands alone, without credentials."""
        if "*" in origins and credentials:
            raise ValueError('"*" with credentials would let any page read answers')
        self.allows_any = "*" in origins
        self.patterns = [
            re.compile(re.escape(origin).replace(r"\*", ONE_LABEL))
            for origin in origins
            if origin != "*"
        ]
        self.allows_any_header = "*" in headers
        self.every_answer: Headers = []
        if credentials:
            self.every_answer.append(("Access-Control-Allow-Credentials", "true"))
        if expose_headers:
            exposed = ", ".join(expose_headers)
            self.every_answer.append(("Access-Control-Expose-Headers", exposed))
        self.allowed_methods = ", ".join(methods)
        self.allowed_headers = ", ".join(headers)
        self.max_age = str(max_age)

    def granted(self, origin: str | None) -> Headers:
        """The headers that let a page of `origin` read an answer; empty for others.

        "null" is never granted: sandboxed frames and files of anyone send it.
        """
        if origin is None or origin == "null":
            return []
        if self.allows_any:
            return [("Access-Control-Allow-Origin", "*"), *self.every_answer]
        if any(pattern.fullmatch(origin) for pattern in self.patterns):
            return [("Access-Control-Allow-Origin", origin), *self.every_answer]
        return []

    def preflight(self, granted: Headers, asked_headers: str) -> Headers:
        """The answer to a preflight of an origin that is granted something.

        The same whatever is asked for: the browser compares, and tells what is missing.
        """
        # Browsers read "*" as a name when credentials are on, so it is spelt out here.
        allowed = asked_headers if self.allows_any_header else self.allowed_headers
        return [
            ("Vary", "Origin"),
            *granted,
            ("Access-Control-Allow-Methods", self.allowed_methods),
            ("Access-Control-Allow-Headers", allowed),
            ("Access-Control-Max-Age", self.max_age),
        ]


def with_granted(headers: Iterable[tuple[str, str]], granted: Headers) -> Headers:
    """An answer's headers with those of CORS.

    The app's own CORS headers go, since browsers refuse two; its Vary is kept.
    """
    kept: Headers = []
    vary: list[str] = []
    for name, value in headers:
        if name.lower() == "vary":
            vary += [field.strip() for field in value.split(",")]
        elif not name.lower().startswith("access-control-"):
            kept.append((name, value))
    # Always, even without an Origin: else a cache hands one origin's answer to another.
    if not {"*", "origin"}.intersection(field.lower() for field in vary):
        vary.append("Origin")
    return [*kept, ("Vary", ", ".join(vary)), *granted]
