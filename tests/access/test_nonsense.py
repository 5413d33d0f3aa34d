"""Whatever is sent to whatever is registered: it is refused, and nothing fails.

Each address gets a part of the nonsense, in turn, so that each kind of it meets each kind
of address. The slowest answer of each test stands in its output.

A run sends a sample; see ``tests/sampling.py``.
"""

import re
import time
import unittest
from cites.cug.web.publishing.publication_policy import (
    PUBLIC_IN_GROUP,
    PUBLIC_PAGES,
    PUBLIC_STEPS,
)
from itertools import count
from tests.access import addresses
from tests.access.asking import ask, HTML, JSON
from tests.access.layer import CANARY_FUNCTIONAL
from tests.access.nonsense import BODIES, CONVERTERS, HEADERS, PATHS, QUERIES
from tests.sampling import Sample
from urllib.parse import quote


MEMBERS = ("secretariat", "igo-interpol")
MEGABYTES = 10
LARGE = (
    b'{"@type": "Alert", "title": "' + b"x" * (MEGABYTES << 20) + b'"}',
    b"[" + b"0," * (MEGABYTES << 19) + b"0]",
    b'{"x": "' + b"\\u0000" * ((MEGABYTES << 20) // 6) + b'"}',
)


#: A field of a form, but for the one that proves where the form comes from.
FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]* name="([^_"][^"]*)"')
PROOF = re.compile(r'name="_authenticator"[^>]* value="(\w+)"')


def proofs(page: str) -> list[str]:
    return [f"_authenticator={value}" for value in PROOF.findall(page)[:1]]


def is_page(registration) -> bool:
    """Whether it is a page of ours, and not one that Plone would use from within."""
    return (
        addresses.is_ours(registration) and not addresses.verb_and_name(registration)[0]
    )


class NonsenseTest(unittest.TestCase):
    layer = CANARY_FUNCTIONAL
    maxDiff = None

    def setUp(self):
        self.failed, self.slowest, self.turn = [], (0.0, ""), count()
        self.sample = Sample(self.id())
        paths = {obj.name: obj.path for obj in self.layer["objects"]}
        self.places = [
            "/plone",
            "/plone/cheetahs",
            "/plone/cheetahs/library",
            f"/plone/{paths['alert shared']}",
            f"/plone/{paths['document shared']}",
            f"/plone/{paths['image shared']}",
            f"/plone/{paths['file shared']}",
            f"/plone/{paths['workspace invited']}",
            f"/plone/{paths['topic invited']}",
        ]

    def tearDown(self):
        print(f"\n{self.id()}: slowest {self.slowest[0]:.2f} s, {self.slowest[1]}")

    def send(self, verb, path, *args, **kw):
        since = time.monotonic()
        reply = ask(verb, path, *args, **kw)
        self.slowest = max(self.slowest, (time.monotonic() - since, path[:200]))
        if reply.status >= 500:
            said = f"{args} {kw}"[:200]
            self.failed.append(f"{verb} {path[:200]}: {reply.status}, {said}")
        elif lacks := reply.lacks(path):
            self.failed.append(f"{verb} {path[:200]} lacks {lacks}")
        return reply

    def some(self, values: tuple, parts: int) -> tuple:
        """Another part of the values each time."""
        return values[next(self.turn) % parts :: parts]

    def services(self, *verbs: str) -> list[tuple[str, str]]:
        found = sorted(one for one in addresses.services() if one[0] in verbs)
        return self.sample.of(found)

    def test_queries_to_services(self):
        for account in MEMBERS:
            for place in self.places[:4]:
                for verb, name in self.services("GET"):
                    for query in self.some(QUERIES, 8):
                        self.send(verb, f"{place}/{name}?{query}", account, JSON)
        self.assertEqual([], self.failed)

    def test_queries_to_pages(self):
        for account in MEMBERS:
            for name in self.sample.of(sorted(addresses.pages())):
                place = self.places[next(self.turn) % len(self.places)]
                for query in self.some(QUERIES, 14):
                    self.send("GET", f"{place}/{name}?{query}", account, HTML)
        self.assertEqual([], self.failed)

    def test_queries_to_the_portals_own_pages(self):
        paths = ["/plone", *self.places]
        own = ("edit", "upload", "versions", "roster", "code-lists", "change-state")
        own += ("taxa", "taxa?list=1", "taxa?list=x")
        paths += [f"{place}/{name}" for place in self.places[1:4] for name in own]
        paths += [
            f"{self.places[2]}/++add++{name}" for name in ("Alert", "LibraryFolder")
        ]
        paths += ["/plone/login", "/plone/login-help", "/plone/passwordreset/x"]
        for path in paths:
            for query in self.sample.of(self.some(QUERIES, 3)):
                self.send("GET", f"{path}?{query}", "secretariat", HTML)
        self.assertEqual([], self.failed)

    def test_converted_fields_of_open_pages(self):
        """All that a stranger can send, each with all nonsense."""
        pages = sorted(PUBLIC_PAGES | PUBLIC_STEPS)
        paths = [f"/plone/{name}" for name in pages]
        paths += ["/plone/acl_users/credentials_cookie_auth/require_login"]
        paths += ["/plone/passwordreset/x"]
        paths += [
            f"/plone/cheetahs/{name}" for name in PUBLIC_IN_GROUP if "@" not in name
        ]
        for path in paths:
            for account in (None, "customs-xa"):
                page = self.send("GET", path, account, HTML)
                self.send_converted(path, account, page, CONVERTERS)
            for query in self.sample.of(QUERIES):
                self.send("GET", f"{path}?{query}", None, HTML)
        self.assertEqual([], self.failed)

    def test_converted_fields_of_the_portals_own_pages(self):
        """Each field that a page has, as Zope would make lists and records of it."""
        names = sorted({one.name for one in addresses.registrations() if is_page(one)})
        for name in self.sample.of(names):
            for path in [f"{place}/{name}" for place in self.places[:4]]:
                page = self.send("GET", path, "secretariat", HTML)
                if page.status == 200:
                    shapes = self.some(CONVERTERS, 3)
                    self.send_converted(path, "secretariat", page, shapes)
                    break
        self.assertEqual([], self.failed)

    def send_converted(self, path, account, page, shapes):
        text = page.body.decode("utf-8", "replace")
        names = sorted(set(FIELD.findall(text)) | {"came_from", "userid", "key", "q"})
        proof = "".join(f"&{one}" for one in proofs(text))
        form = {"CONTENT_TYPE": "application/x-www-form-urlencoded"}
        for shape in shapes:
            query = "&".join(shape.format(quote(name)) for name in names)
            self.send("GET", f"{path}?{query}", account, HTML)
            self.send("POST", path, account, HTML, (query + proof).encode(), form)

    def test_bodies_to_services(self):
        for place in self.places[:4]:
            for verb, name in self.services("POST", "PATCH", "DELETE"):
                if (verb, name) == ("DELETE", ""):
                    continue  # takes no body, and would take the place away
                for body, kind in self.some(BODIES, 4):
                    more = {"CONTENT_TYPE": kind}
                    self.send(verb, f"{place}/{name}", "secretariat", JSON, body, more)
        self.assertEqual([], self.failed)

    def test_bodies_to_pages(self):
        for place in self.places[:4]:
            for name in ("", "edit", "upload", "++add++Alert", "roster", "login"):
                for body, kind in self.some(BODIES, 2):
                    more = {"CONTENT_TYPE": kind}
                    self.send("POST", f"{place}/{name}", "secretariat", HTML, body, more)
        self.assertEqual([], self.failed)

    def test_large_bodies(self):
        for body in LARGE:
            more = {"CONTENT_TYPE": JSON}
            for verb, place in (("POST", self.places[2]), ("PATCH", self.places[3])):
                reply = self.send(verb, place, "secretariat", JSON, body, more)
                # Of what it does not know, a change takes nothing.
                self.assertIn(reply.status, (204, 400))
            reply = self.send("POST", "/plone/@login", None, JSON, body, more)
            self.assertEqual(reply.status, 413)
        self.assertEqual([], self.failed)

    def test_addresses(self):
        for place in self.places:
            for path in self.sample.of(PATHS):
                for accept in (HTML, JSON):
                    account = MEMBERS[next(self.turn) % 2]
                    reply = self.send("GET", f"{place}/{path}", account, accept)
                    self.assertNotIn("X-Header", dict(reply.headers))
        self.assertEqual([], self.failed)

    def test_headers(self):
        for place in (*self.places, "/plone/login", "/plone/@search", "/plone/nothing"):
            for headers in self.sample.of(HEADERS):
                self.send("GET", place, "secretariat", HTML, b"", headers)
                more = {"CONTENT_TYPE": JSON} | headers
                self.send("POST", place, "secretariat", JSON, b"{}", more)
        self.assertEqual([], self.failed)
