"""What a page says wrong while it is shown."""

from playwright.sync_api import Page
from urllib.parse import urlsplit


#: Addresses that are part of the page itself.
WITHIN = ("data", "blob", "about")


class Watch:
    """Collects errors of scripts and of the policy, failed and foreign requests."""

    def __init__(self, page: Page, portal: str):
        self.host = urlsplit(portal).netloc
        self.problems: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._note("script", error))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def take(self) -> list[str]:
        """What went wrong since it was last asked."""
        found, self.problems = self.problems, []
        return found

    def _note(self, kind: str, what: object) -> None:
        self.problems.append(f"{kind}: {what}")

    def _console(self, message) -> None:
        # The policy's violations are among the errors.
        if message.type in ("error", "warning"):
            self._note(message.type, message.text)

    def _request(self, request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in WITHIN and url.netloc != self.host:
            self._note("foreign", request.url)

    def _failed(self, request) -> None:
        # Downloads leave the page on purpose.
        if request.failure != "net::ERR_ABORTED":
            self._note("failed", f"{request.url} {request.failure}")

    def _response(self, response) -> None:
        if response.status >= 400:
            self._note(str(response.status), response.url)
