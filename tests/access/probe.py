"""Callers who ask over HTTP, and what an answer tells them."""

import re
import requests
from cites.cug.demo.testing import PASSWORD
from cites.cug.login.api_tokens import PREFIX
from http.cookiejar import DefaultCookiePolicy
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from tests.access.canaries import Canaried
from tests.access.channels import Channel
from tests.access.inside import InsideSession
from tests.access.matrix import SERVICE
from tests.library.marked import text_of_pdf
from typing import Any
from urllib.parse import unquote


#: Words that look like a canary, a UID included.
CANARY = re.compile(r"zq[a-z2-7]{14}|[0-9a-f]{32}")
#: What the service account shows.
SERVICE_TOKEN = f"{PREFIX}service"
MISSING_ID = "zqmissingmissing"
MISSING_WORD = "zqmissingthiswrd"
MISSING_UID = "0123456789abcdef0123456789abcdef"
#: Made anew for each page.
TOKEN = re.compile(
    r'data-token="\w+"|name="_authenticator" value="\w+"|name="form.once" value="[\w-]+"'
)


class Answer:
    """A response, read for what it tells."""

    def __init__(self, response: requests.Response):
        self.response, self.status = response, response.status_code
        headers = (f"{name}: {value}" for name, value in response.headers.items())
        content = response.content
        self.text = "\n".join([*headers, "", content.decode("latin-1")])
        if content.startswith(b"%PDF-"):
            self.text += text_of_pdf(content)
        request = response.request
        self.asked = f"{request.url} {request.body!r}"

    @property
    def shown(self) -> set[str]:
        """Canaries in it that the question did not hold."""
        return set(CANARY.findall(self.text)).difference(CANARY.findall(self.asked))

    def names(self, words: set[str]) -> set[str]:
        """Those of the words that stand in it and not in the question."""
        return {word for word in words if word in self.text and word not in self.asked}

    def alike(self, about: dict[str, str]) -> tuple[int, str | None, str]:
        """What it comes to, whatever it is about."""
        location = self.response.headers.get("Location", "")
        text = unquote(f"{location}\n{self.response.text}")
        text = TOKEN.sub("", text).replace(f"/plone/{about['path']}", "/PATH")
        if CANARY.fullmatch(about["id"]):  # it may be asked for below another place
            text = text.replace(f"/{about['path']}", "/PATH")
        for key in ("uid", "id", "word"):
            if CANARY.fullmatch(about[key]):
                text = text.replace(about[key], key)
        return self.status, self.response.headers.get("Content-Type"), text


def told_of(answer: Answer) -> tuple[int, Any]:
    """Status and words of a refusal to a program."""
    return answer.status, answer.response.json()


class Caller:
    """Somebody with a connection of their own; anonymous without an account.

    With ``inside``, the portal is asked inside the process, without a server.
    """

    def __init__(self, account: str | None, portal_url: str, inside: bool = False):
        self.portal_url = portal_url
        self.session = InsideSession() if inside else requests.Session()
        # A message for the next page would make two answers differ.
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        if account == SERVICE:
            self.session.headers["Authorization"] = f"Bearer {SERVICE_TOKEN}"
        elif account is not None:
            secret = SITE_OWNER_PASSWORD if account == SITE_OWNER_NAME else PASSWORD
            self.session.auth = (account, secret)

    def ask(self, channel: Channel, about: dict[str, str] | None = None) -> Answer:
        headers = {"Accept": "application/json" if channel.json else "text/html"}
        if channel.method == "HEAD":
            # Zope sends a body even then, which would spoil the connection.
            headers["Connection"] = "close"
        response = self.session.request(
            channel.method,
            f"{self.portal_url}/{filled(channel.path, about or {})}",
            json=filled(channel.body, about or {}),
            headers=headers,
            allow_redirects=False,
            timeout=60,
        )
        return Answer(response)

    def send(
        self, path: str, form: dict[str, str], files: dict[str, Any] | None = None
    ) -> Answer:
        """A form, as a browser sends it."""
        response = self.session.post(
            f"{self.portal_url}/{path}",
            data=form,
            files=files,
            headers={"Accept": "text/html"},
            allow_redirects=False,
            timeout=60,
        )
        return Answer(response)


def filled(value: Any, about: dict[str, str]) -> Any:
    """The value with the words about the object in it."""
    if isinstance(value, dict):
        return {key: filled(part, about) for key, part in value.items()}
    if isinstance(value, list):
        return [filled(part, about) for part in value]
    if isinstance(value, str):
        for key, word in about.items():
            value = value.replace(f"{{{key}}}", word)
    return value


def about(obj: Canaried) -> dict[str, str]:
    """What a question about the object holds."""
    name = obj.path.rpartition("/")[2]
    return {"path": obj.path, "uid": obj.uid, "id": name, "word": obj.word}


def about_missing(path: str) -> dict[str, str]:
    """The same about what does not exist, beside what has the path."""
    container = path.rpartition("/")[0]
    path = f"{container}/{MISSING_ID}".removeprefix("/")
    return {"path": path, "uid": MISSING_UID, "id": MISSING_ID, "word": MISSING_WORD}
