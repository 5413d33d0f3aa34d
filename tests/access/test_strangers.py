"""Anonymous callers reach a short list of addresses; all others look alike to them.

A run tries a sample of the addresses; see ``tests/sampling.py``.
"""

import re
import unittest
from cites.cug.web.publishing import publication_policy
from cites.cug.wsgi.static_files import STATIC_NAMESPACES
from tests.access import addresses
from tests.access.asking import ask, HTML, JSON, Reply
from tests.access.layer import CANARY_FUNCTIONAL
from tests.sampling import Sample


PORTAL = "/plone"
ALLOWED = ("GET", "HEAD", "POST", "PATCH", "DELETE")
REFUSED = ("OPTIONS", "PROPFIND", "TRACE", "BREW")
ACCEPTS = (HTML, JSON, None)
#: All that answers anonymous callers with something, by what it is for.
OPEN = {
    "health; figures only to the networks that watch": r"(@@)?(ok|ready|metrics)",
    "login": r"(@@)?login",
    "second step of the login": r"(@@)?second-step",
    "request for a new password": r"(@@)?mail_password(_form)?",
    "new password": r"(@@)?passwordreset(/.*)?",
    "stop of a change of one's account": r"(@@)?stop-change",
    "files of the software": r"\+\+(resource|plone|theme|webresource)\+\+.+"
    r"|(@@)?favicon\.ico",
    "login of programs": r"(\+\+api\+\+/)?@login",
    "request for access to a group": r"(\+\+api\+\+/)?(cheetahs|ivory)/(\+\+api\+\+/)?"
    r"((@@)?(request-access|confirm-request|answer-question)|@access-requests)",
}
AT_MOST = 9
#: These are there only where the operator has named who may ask.
UNLESS_NAMED = {"tlog-witness"}
#: These lead to one of them, or back to where one logs in.
STEPS = {"logout", "logged-out", "require_login"}
FILES = (
    "++resource++cites.cug/portal.css",
    "++resource++cites.cug",
    "++plone++static/bundle-plone/bundle.min.js",
    "++theme++barceloneta/css/barceloneta.min.css",
    "++webresource++x/y.js",
)
MISSING = "zqmissing"
#: The name of a service, and what stands behind it in its address.
SERVICE = re.compile(r"/(@[^@/][^/]*(?:/.*)?)$")
CAME_FROM = re.compile(r"came_from=[^&]*")


def is_open(path: str) -> bool:
    name = path.removeprefix(f"{PORTAL}/")
    return any(re.fullmatch(pattern, name) for pattern in OPEN.values())


def is_step(path: str) -> bool:
    return path.removeprefix(f"{PORTAL}/").removeprefix("@@") in STEPS


def alike(reply: Reply) -> tuple:
    """The answer, but for where one came from, and when."""
    headers = [
        (name, CAME_FROM.sub("", value))
        for name, value in reply.headers
        if name.lower() not in ("date", "x-request-id")
    ]
    return reply.status, sorted(headers), CAME_FROM.sub("", reply.body.decode("latin-1"))


class StrangersTest(unittest.TestCase):
    layer = CANARY_FUNCTIONAL
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        self.expected = {}

    def within(self) -> list[str]:
        """Addresses in the portal."""
        portal, group = self.portal, self.portal.cheetahs
        pages = addresses.pages()
        services = {name for _verb, name in addresses.services()}
        spaces = {f"++{name}++x" for name in addresses.namespaces()} | {"++api++/@site"}
        names = pages | services | spaces | {*addresses.GUESSES, *FILES}
        names |= {f"@@{name}" for name in pages} | {
            f"++api++/{name}" for name in services
        }
        names |= (
            addresses.skins(portal) | addresses.methods(portal) | {*portal.objectIds()}
        )
        found = list(addresses.below(PORTAL, names))
        for place, more in (
            ("cheetahs", services | spaces | addresses.methods(group)),
            ("cheetahs/library", pages | services),
            ("cheetahs/nothing", services | {"login", "@@ok", FILES[0]}),
            ("portal_catalog", addresses.methods(portal.portal_catalog)),
            ("portal_membership", addresses.methods(portal.portal_membership)),
            ("acl_users", {*portal.acl_users.objectIds()}),
        ):
            found += addresses.below(f"{PORTAL}/{place}", more)
        for obj in self.layer["objects"]:
            ends = {"", "@@images/image", "@@download", "@history", "++api++", "view"}
            found += addresses.below(f"{PORTAL}/{obj.path}", ends)
            found.append(f"{PORTAL}/resolveuid/{obj.uid}")
        return list(dict.fromkeys(found))

    def asked(self, number: int) -> list[tuple[str, str | None]]:
        """GET as a browser and as a program; each other verb in one of the three ways."""
        ways = [("GET", HTML), ("GET", JSON)]
        ways += [
            (verb, ACCEPTS[(number + place) % len(ACCEPTS)])
            for place, verb in enumerate((*ALLOWED, *REFUSED))
        ]
        return ways

    def asked_to_log_in(self, verb: str, accept: str | None) -> tuple:
        """The answer where nothing is."""
        if (verb, accept) not in self.expected:
            reply = ask(verb, f"{PORTAL}/{MISSING}", accept=accept)
            self.expected[verb, accept] = alike(reply)
        return self.expected[verb, accept]

    def problem(self, verb: str, path: str, accept: str | None) -> str | None:
        reply = ask(verb, path, accept=accept)
        if reply.status >= 500:
            return "fails"
        if lacks := reply.lacks(path):
            return f"lacks {lacks}"
        if is_open(path):
            return None
        if 200 <= reply.status < 300:
            return "is open"
        if is_step(path):
            return None if reply.status in (302, 401, 405) else "is no step"
        found = alike(reply)
        accept = JSON if "++api++" in path else accept
        if found == self.asked_to_log_in(verb, accept):
            return None
        # What is refused for its last name, or as a service, is so wherever that stands.
        service = SERVICE.search(path)
        name = service[1] if service else path.rpartition("/")[2]
        elsewhere = ask(verb, f"{PORTAL}/{MISSING}/{name}", accept=accept)
        return None if found == alike(elsewhere) else f"differs: {reply.status}"

    def test_nothing_but_the_list_shows(self):
        paths = self.within()
        self.assertGreater(len(paths), 2000)
        problems = [
            f"{verb} {path} {accept}: {problem}"
            for number, path in Sample(self.id()).of(enumerate(paths))
            for verb, accept in self.asked(number)
            if (problem := self.problem(verb, path, accept))
        ]
        self.assertEqual([], problems)

    def test_above_the_portal_nothing_shows(self):
        names = {*addresses.ZOPE, *self.layer["app"].objectIds()} - {"plone"}
        problems = []
        for number, path in enumerate(addresses.below("", names)):
            for verb, accept in self.asked(number):
                status = ask(verb, path or "/", accept=accept).status
                if status not in (401, 404, 405):
                    problems.append(f"{verb} {path} {accept}: {status}")
        self.assertEqual([], problems)

    def test_the_list_is_that_of_the_gate_and_short(self):
        self.assertLessEqual(len(OPEN), AT_MOST)
        for name in publication_policy.PUBLIC_PAGES - UNLESS_NAMED:
            self.assertTrue(is_open(f"{PORTAL}/{name}"), name)
        for service in publication_policy.PUBLIC_SERVICES:
            self.assertTrue(is_open(f"{PORTAL}/{service.partition('_json_')[2]}"))
        for space in STATIC_NAMESPACES:
            self.assertTrue(is_open(f"{PORTAL}{space}x"), space)
        for name in publication_policy.PUBLIC_IN_GROUP:
            name = name.rpartition("_json_")[2]
            self.assertTrue(is_open(f"{PORTAL}/cheetahs/{name}"), name)
        self.assertEqual(STEPS, publication_policy.PUBLIC_STEPS)

    def test_what_nobody_is_named_for_looks_like_nothing(self):
        for name in UNLESS_NAMED:
            for end in ("", "/add-checkpoint"):
                for verb, accept in self.asked(0):
                    path = f"{PORTAL}/@@{name}{end}"
                    self.assertIsNone(self.problem(verb, path, accept), (verb, path))

    def test_what_is_on_the_list_answers(self):
        body = b'{"login": "customs-xa", "password": "cheetah-demo-2026"}'
        for name in ("@@ok", "login", "mail_password_form", "favicon.ico"):
            self.assertEqual(200, ask("GET", f"{PORTAL}/{name}").status, name)
        for name in (FILES[0], FILES[2], FILES[3]):
            self.assertEqual(200, ask("GET", f"{PORTAL}/{name}").status, name)
        more = {"CONTENT_TYPE": JSON}
        reply = ask("POST", f"{PORTAL}/@login", accept=JSON, body=body, more=more)
        self.assertEqual(200, reply.status)

    def test_requests_are_made_by_strangers_and_read_by_none(self):
        path = f"{PORTAL}/cheetahs/@access-requests"
        self.assertEqual(200, ask("GET", f"{PORTAL}/cheetahs/request-access").status)
        self.assertEqual(400, ask("POST", path, accept=JSON).status)
        for verb in ("GET", "HEAD", "PATCH", "DELETE"):
            self.assertEqual(401, ask(verb, path, accept=JSON).status, verb)
