"""To a member, what is hidden answers in each channel as what was never there.

A run asks in a sample of the channels; see ``tests/sampling.py``.
"""

import unittest
from tests.access import addresses
from tests.access.asking import ask, HTML, JSON, Reply
from tests.access.canaries import Canaried, PASTS
from tests.access.each import for_each
from tests.access.layer import CANARY_FUNCTIONAL
from tests.access.matrix import CALLERS, may_see
from tests.access.probe import about, about_missing, TOKEN
from tests.sampling import Sample
from urllib.parse import unquote


KINDS = ("outsider", "igo", "customs", "manager")
PAGES = """
{path}
{path}/
{path}/view
{path}/@@nothing
{path}/edit
{path}/delete
{path}/versions
{path}/upload
{path}/change-state?transition=report
{path}/choose-readers
{path}/nothing
{path}/nothing/nothing
{path}/++add++Image
{path}/++skin++x
{path}/++widget++x/@@y
{path}/@@images
{path}/@@images/image
{path}/@@images/image/preview
{path}/@@images/image-400-0123456789abcdef0123456789abcdef.png
{path}/@@download
{path}/@@download/file
{path}/@@download/file/x.pdf
{path}/@@download/image
{path}/@@display-file/file
{path}/getId
{path}/title
{path}/index_html
{path}/manage_main
{path}/../{path}
{path}/++resource++cites.cug/portal.css
resolveuid/{uid}
@@resolveuid/{uid}/edit
resolveuid/{uid}/@@images/image
"""
SERVICES = """
{path}
{path}?fullobjects=1
{path}?version=0
{path}?b_size=x
{path}/nothing
{path}/@nothing
{path}/@history/0
{path}/@history/nonsense
{path}/@workflow/share
{path}/@types/Image
{path}/@vocabularies/cites.cug.country
{path}/++api++
{path}/++api++/@history
++api++/{path}
++api++/{path}/@workflow
++api++/{path}/@@images/image
resolveuid/{uid}
"""
BODY = b'{"title": "x", "source": "x", "comment": "x"}'


def alike(reply: Reply, asked: dict[str, str]) -> tuple:
    """All that came back, whatever it is about."""
    headers = [
        (name.lower(), _plain(value, asked))
        for name, value in reply.headers
        if name.lower() not in ("date", "content-length", "x-request-id")
    ]
    body = _plain(reply.body.decode("latin-1"), asked)
    return reply.status, sorted(headers), body


def _plain(text: str, asked: dict[str, str]) -> str:
    text = TOKEN.sub("", unquote(text)).replace(asked["path"], "PATH")
    return text.replace(asked["uid"], "UID").replace(asked["id"], "ID")


#: A group says to everybody whether it takes requests for access.
OF_A_GROUP_TO_EVERYBODY = ("POST", "{path}/@access-requests")


@for_each(KINDS)
class HiddenTest(unittest.TestCase):
    """One test for each kind of caller."""

    layer = CANARY_FUNCTIONAL
    maxDiff = None

    def hidden(self, kind: str) -> list[Canaried]:
        """One of each kind that this caller may not see, in each group."""
        found = {}
        for obj in self.layer["objects"]:
            if obj.kind not in PASTS and not may_see(kind, obj.group, obj.name):
                found[obj.group, obj.kind] = obj
        # A group has no neighbour that its name can be exchanged for.
        return [obj for obj in found.values() if obj.kind != "library"]

    def channels(self):
        """Verb, address, kind of answer and body."""
        names = sorted({name for _verb, name in addresses.services()})
        services = SERVICES.split() + [f"{{path}}/{name}" for name in names]
        for path in PAGES.split():
            yield "GET", path, HTML, b""
        for path in services:
            yield "GET", path, JSON, b""
        for path in ("{path}", "{path}/edit", "{path}/delete", "{path}/++add++Image"):
            yield "POST", path, HTML, b"form.buttons.save=x"
        for verb in ("HEAD", "OPTIONS", "PROPFIND", "BREW"):
            yield verb, "{path}", HTML, b""
        for verb in ("PATCH", "DELETE", "POST"):
            for path in ("{path}", "++api++/{path}", "{path}/nothing"):
                yield verb, path, JSON, BODY
        for verb, name in sorted(addresses.services()):
            if verb not in ("GET", "OPTIONS"):
                yield verb, f"{{path}}/{name}", JSON, BODY

    def tells_apart(self, kind: str) -> list[str]:
        account, problems, missing = CALLERS[kind], [], {}
        channels = Sample(self.id()).of(self.channels())
        for obj in self.hidden(kind):
            there, beside = about(obj), about_missing(obj.path)
            for verb, path, accept, body in channels:
                if obj.kind == "group" and (verb, path) == OF_A_GROUP_TO_EVERYBODY:
                    continue
                key = verb, path, accept, beside["path"]
                if key not in missing:
                    missing[key] = self.answer(key, account, body, beside)
                reply = self.answer(key, account, body, there)
                if reply != missing[key]:
                    status = f"{missing[key][0]}, not {reply[0]}"
                    problems.append(f"{verb} {path} {accept}, {obj.name}: {status}")
        return problems

    def answer(self, key: tuple, account: str, body: bytes, asked: dict) -> tuple:
        verb, path, accept, _beside = key
        kind = "application/x-www-form-urlencoded" if accept == HTML else JSON
        more = {"CONTENT_TYPE": kind} if body else {}
        for word in ("path", "uid"):
            path = path.replace(f"{{{word}}}", asked[word])
        reply = ask(verb, f"/plone/{path}", account, accept, body, more)
        return alike(reply, asked)

    def try_all(self, kind: str) -> None:
        self.assertGreater(len(self.hidden(kind)), 3)
        self.assertEqual([], self.tells_apart(kind))
