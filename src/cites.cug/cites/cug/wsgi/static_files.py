"""Files of the software: sent compressed, and kept by browsers while their names hold.

Only scripts, styles and drawings, which are the same for everybody. A page is never sent
compressed: its length would tell what stands beside words that somebody else chose (the
BREACH attack).
"""

import gzip
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any


Headers = list[tuple[str, str]]

STATIC_NAMESPACES = ("/++resource++", "/++plone++", "/++theme++", "/++webresource++")
#: Our own files: their addresses change with what is in them (web/layout/assets.py).
OWN_NAMESPACE, VERSION = "/++resource++cites.cug/", "v="
FOR_EVER = "public, max-age=31536000, immutable"
COMPRESSED = (
    *("text/css", "image/svg+xml", "text/javascript"),
    *("application/javascript", "application/x-javascript"),
)
#: Below that, the headers weigh more than what is saved, in bytes.
SMALL = 512
#: How many files are kept in memory; ours and those of Plone's pages are fewer.
FILES = 128
ENCODING = ("Content-Encoding", "gzip")
VARY = ("Vary", "Accept-Encoding")
REPLACED = frozenset({"content-length", "vary", "accept-ranges"})


def is_static(environ: dict[str, Any]) -> bool:
    """Whether the address is that of a file of the software."""
    path = environ.get("PATH_INFO", "")
    return any(name in path for name in STATIC_NAMESPACES)


def has_versioned_name(environ: dict[str, Any]) -> bool:
    """Whether another content of the file would have another address."""
    is_own = OWN_NAMESPACE in environ.get("PATH_INFO", "")
    return is_own and environ.get("QUERY_STRING", "").startswith(VERSION)


@lru_cache(maxsize=FILES)
def compress(content: bytes) -> bytes:
    """Once for each file."""
    return gzip.compress(content, mtime=0)


def send_file(
    app: Callable, environ: dict[str, Any], start_response: Callable
) -> Iterable[bytes]:
    """Answer as the application does, compressed where the browser takes that."""
    begun: list[Any] = []
    written: list[bytes] = []

    def start(status: str, headers: Headers, exc_info: Any = None) -> Callable:
        begun[:] = (status, headers, exc_info)
        return written.append

    chunks = app(environ, start)
    try:
        written.extend(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
    status, headers, exc_info = begun
    content = b"".join(written)
    if _is_compressible(status, headers):
        kept = [one for one in headers if one[0].lower() not in REPLACED]
        headers = [*kept, VARY]
        if len(content) > SMALL and _takes_gzip(environ):
            content = compress(content)
            headers.append(ENCODING)
        if status[:3] == "200":
            headers.append(("Content-Length", str(len(content))))
    start_response(status, headers, exc_info)
    return [content]


def _is_compressible(status: str, headers: Headers) -> bool:
    said = {name.lower(): value for name, value in headers}
    kind = said.get("content-type", "").partition(";")[0].strip().lower()
    is_file = status[:3] == "200" and kind in COMPRESSED
    return (is_file or status[:3] == "304") and "content-encoding" not in said


def _takes_gzip(environ: dict[str, Any]) -> bool:
    said = environ.get("HTTP_ACCEPT_ENCODING", "").lower().replace(" ", "")
    names = dict(one.partition(";")[::2] for one in said.split(","))
    weight = names.get("gzip", "q=0")
    # "q=0" in any length is how a browser refuses it.
    return not weight or weight.strip("q=0.") != ""
