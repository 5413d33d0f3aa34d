"""Requests to a portal: with the token, tried again where that does no harm.

A request that changes something and gets no answer may have been done. So each ``POST``
has an ``Idempotency-Key``, and is sent again with the same one: the portal then answers
what came of the first. What has no such key is sent again only where the portal says that
it has not been done.
"""

import os
import requests
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from cug_client.errors import CugError, FieldMistake, NO_ANSWER, NOT_JSON
from pathlib import Path
from requests.auth import AuthBase
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urljoin, urlsplit


#: Seconds until a connection stands, and between two pieces of an answer.
TIMEOUT = (10.0, 120.0)
TRIES = 4
#: Seconds that are waited for another try, at most: who is told to wait longer is told.
LONGEST_PAUSE = 60.0
#: Not done, whatever it was: too much at once, or nobody there.
NOT_DONE = frozenset({429, 503})
#: Between us and the portal; what was asked may have been done.
LOST = frozenset({502, 504})
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
PIECE = 256 * 1024
JSON = "application/json"


class Connection:
    """A portal's address and a token for it; and what is asked with them."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        language: str = "en",
        tries: int = TRIES,
        pause: Callable[[float], object] = time.sleep,
    ):
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in LOCAL:
            raise ValueError(f"{url} is no https:// address: a token must not be sent.")
        self.url = url.rstrip("/")
        self.tries, self._pause = tries, pause
        self._origin = (parts.scheme, parts.netloc)
        self._session = requests.Session()
        # So that what ~/.netrc has for the portal's machine is not sent instead.
        self._session.auth = _Bearer(token)
        self._session.headers.update(
            {
                "Accept": JSON,
                "Accept-Language": language,
                "User-Agent": "cug-client",
            }
        )

    def address(self, path: str) -> str:
        """The whole address of a path below the portal, or of an ``@id``.

        Raises ValueError for one that is not of this portal.
        """
        found = urljoin(f"{self.url}/", path)
        parts = urlsplit(found)
        if (parts.scheme, parts.netloc) != self._origin:
            raise ValueError(f"{path} is not of {self.url}.")
        return found

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """What is answered, read from JSON. Raises CugError."""
        return self._read(self.send("GET", path, params=_shown(params)))

    def post(
        self,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        files: Mapping[str, Any] | None = None,
    ) -> Any:
        """Have something done once. ``key``: of an earlier try, to ask what came of it.

        With ``files`` the body is a form. Raises CugError.
        """
        headers = {"Idempotency-Key": key or uuid.uuid4().hex}
        sent = {"data": body, "files": files} if files else {"json": body or {}}
        return self._read(self.send("POST", path, headers=headers, **sent))

    def patch(self, path: str, body: Any, *, etag: str | None = None) -> Any:
        """Change something; with ``etag`` only if nobody else has. Raises CugError."""
        headers = {"If-Match": etag} if etag else {}
        return self._read(self.send("PATCH", path, json=body, headers=headers))

    def delete(self, path: str) -> Any:
        """Delete something. Raises CugError."""
        return self._read(self.send("DELETE", path))

    def items(
        self, path: str, params: Mapping[str, Any] | None = None, size: int = 100
    ) -> Iterator[dict[str, Any]]:
        """All items of a list that is answered in pages. Raises CugError."""
        start = 0
        while True:
            asked = {**(params or {}), "b_start": start, "b_size": size}
            page = self.get(path, asked)
            yield from page["items"]
            start += len(page["items"])
            if not page["items"] or start >= page.get("items_total", 0):
                return

    def download(
        self, path: str, target: Path, *, accept: str = JSON, params: Any = None
    ) -> int:
        """Write a file, whole or not at all; how many bytes it has. Raises CugError."""
        with self._stream(path, accept, params) as answer:
            # Beside it, so that it can be put in its place at once; for its owner alone.
            with NamedTemporaryFile(dir=target.parent, delete=False) as beside:
                kept = Path(beside.name)
                try:
                    for piece in _pieces(answer):
                        beside.write(piece)
                except BaseException:
                    kept.unlink()
                    raise
            size = kept.stat().st_size
            os.replace(kept, target)
            return size

    @contextmanager
    def _stream(self, path: str, accept: str, params: Any) -> Iterator[requests.Response]:
        headers = {"Accept": accept}
        asked = {"headers": headers, "params": _shown(params), "stream": True}
        with self.send("GET", path, **asked) as answer:
            yield answer

    def send(self, method: str, path: str, **request: Any) -> requests.Response:
        """The answer to a request that was not refused. Raises CugError."""
        address = self.address(path)
        harmless = method == "GET" or "Idempotency-Key" in (request.get("headers") or {})
        for tried in range(1, self.tries):
            try:
                return self._ask(method, address, request)
            except CugError as error:
                pause = _wait(error, tried)
                if not _may_repeat(error, harmless) or pause > LONGEST_PAUSE:
                    raise
            _rewind(request)
            self._pause(pause)
        return self._ask(method, address, request)

    def _ask(
        self, method: str, address: str, request: dict[str, Any]
    ) -> requests.Response:
        """The answer to a request that is sent once. Raises CugError."""
        try:
            # Nobody leads a token elsewhere.
            answer = self._session.request(
                method, address, timeout=TIMEOUT, allow_redirects=False, **request
            )
        except requests.RequestException as cause:
            said = f"{self.url} does not answer: {cause}"
            raise CugError(said, type=NO_ANSWER) from cause
        if answer.status_code >= 300:
            raise _refusal(answer)
        return answer

    def _read(self, answer: requests.Response) -> Any:
        if not answer.content:
            return None
        try:
            return answer.json()
        except ValueError as cause:
            said = f"{answer.url} did not answer JSON."
            raise CugError(said, status=answer.status_code, type=NOT_JSON) from cause


class _Bearer(AuthBase):
    """Sends the token, and nothing else."""

    def __init__(self, token: str):
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _shown(params: Mapping[str, Any] | None) -> dict[str, Any]:
    """As a query string has them; what is None is not asked for."""
    asked = {name: one for name, one in (params or {}).items() if one is not None}
    return {
        name: int(one) if isinstance(one, bool) else one for name, one in asked.items()
    }


def _pieces(answer: requests.Response) -> Iterator[bytes]:
    try:
        yield from answer.iter_content(PIECE)
    except requests.RequestException as cause:
        raise CugError(f"The file broke off: {cause}") from cause


def _may_repeat(error: CugError, harmless: bool) -> bool:
    """Whether the request was not done for sure, or does no harm if it is done twice."""
    lost = error.type == NO_ANSWER or error.status in LOST
    return error.status in NOT_DONE or (harmless and lost)


def _wait(error: CugError, tried: int) -> float:
    return 2.0 ** (tried - 1) if error.retry_after is None else error.retry_after


def _rewind(request: dict[str, Any]) -> None:
    """Files that were sent have been read to their end."""
    for sent in (request.get("files") or {}).values():
        stream = sent[1] if isinstance(sent, tuple) else sent
        if hasattr(stream, "seek"):
            stream.seek(0)


def _refusal(answer: requests.Response) -> CugError:
    status = answer.status_code
    try:
        said = answer.json()
    except ValueError:
        said = {}
    if not isinstance(said, dict):
        said = {}
    mistakes = tuple(
        FieldMistake(str(one.get("field", "")), str(one.get("message", "")))
        for one in said.get("errors") or ()
        if isinstance(one, dict)
    )
    after = answer.headers.get("Retry-After", "")
    return CugError(
        str(said.get("message") or f"{answer.url} answers {status}."),
        status=status,
        type=str(said.get("type") or answer.reason or NOT_JSON),
        mistakes=mistakes,
        retry_after=float(after) if after.isdecimal() else None,
        details=said,
    )
