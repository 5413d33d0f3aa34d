"""The portal asked inside the process, by clients that ask over HTTP."""

from collections.abc import Mapping
from io import BytesIO
from requests import PreparedRequest, Response, Session
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from ZPublisher.httpexceptions import HTTPExceptionHandler
from ZPublisher.WSGIPublisher import publish_module


class InsideSession(Session):
    """Hands requests to a WSGI application, with no connection and no other thread.

    No proxy is looked for, no cookie kept, and no redirect followed.
    """

    application = HTTPExceptionHandler(publish_module)  # as ``BareServer`` serves it

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        data: Any = None,
        files: Any = None,
        json: Any = None,
        **_options: Any,
    ) -> Response:
        asked = PreparedRequest()
        asked.prepare(
            method=method,
            url=url,
            headers={**self.headers, **(headers or {})},
            data=data,
            files=files,
            json=json,
            auth=self.auth,
        )
        return self.answer(asked)

    def answer(self, request: PreparedRequest) -> Response:
        sent: list[Any] = []

        def start_response(status, headers, exc_info=None):
            sent[:] = [status, headers]

        parts = self.application(environ(request), start_response)
        try:
            content = b"".join(parts)
            if request.method == "HEAD":
                content = b""  # clients read none of it
        finally:
            getattr(parts, "close", lambda: None)()
        status, headers = sent
        response = Response()
        response.request, response.url = request, request.url
        response.status_code = int(status.split()[0])
        response.headers = CaseInsensitiveDict(headers)
        response.encoding = get_encoding_from_headers(response.headers)
        response.raw, response._content = BytesIO(content), content
        return response


def environ(request: PreparedRequest) -> dict[str, Any]:
    """Of a request as a server would hand it on."""
    url = urlsplit(request.url)
    body = request.body or b""
    body = body.encode() if isinstance(body, str) else body
    headers = {
        f"HTTP_{name.upper().replace('-', '_')}": value
        for name, value in request.headers.items()
    }
    return headers | {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(url.path).decode("latin-1"),
        "QUERY_STRING": url.query,
        "SERVER_NAME": url.hostname,
        "SERVER_PORT": str(url.port or 80),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": url.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": request.headers.get("Content-Type", ""),
        "wsgi.url_scheme": url.scheme,
        "wsgi.version": (1, 0),
        "wsgi.input": BytesIO(body),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
