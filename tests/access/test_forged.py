"""What a form of ours asks for is not done without the token that came with the form.

Forms are found on the pages, not listed: whatever page is added is tried too.
"""

import transaction
import unittest
from cites.cug.login import codes
from collections.abc import Iterator
from lxml import html
from tests.access import addresses
from tests.access.each import for_each
from tests.access.layer import CANARY_HTTP
from tests.access.mailboxes import lasting
from tests.access.matrix import CALLERS
from tests.access.probe import Caller
from tests.membership.access_requests.case import pending
from typing import Any, NamedTuple


TOKEN = "_authenticator"
#: Content of the group whose pages are opened, beside the group and the portal.
OPENED = frozenset(
    {
        *("library", "folder shared", "alert draft", "alert shared", "document shared"),
        *("image draft", "file draft", "workspace closed", "topic closed"),
    }
)
#: Pages of the group that are not registered each by itself.
BELOW = """
messages/write messages/{message} messages/{message}/report permits/new permits/import
permits/search permits/{permit} permits/{permit}/status permits/{permit}/correct
permits/{permit}/scans permits?country=XA&number=NONE messages/export
requests-one?id={request} lost-device?member=police-xa {draft}/versions?version=1
end-sessions?member=police-xa propose-address?member=police-xa
library/++add++Alert library/++add++LibraryDocument library/++add++LibraryFolder
workspaces/++add++Workspace
"""
#: For who is nobody yet, with no rights that another site could borrow.
BEFORE_LOGIN = frozenset({"mail_password", "cheetahs/request-access", "stop-change"})
#: Caller → pages of some forms that are among theirs: else less is tried than it seems.
SHOWN = {
    "author": {"team", "versions", "doubt", "report", "export"},
    "secretariat": {
        "requests-one",
        "lost-device",
        "end-sessions",
        "propose-address",
        "service-accounts",
        "roster",
    },
    "contact-point": {"requests-one", "doubt", "report"},
}
#: What is typed where nothing stands.
TYPED = "EXERCISE"


class Form(NamedTuple):
    """As it is sent by one of its buttons."""

    #: Below the portal.
    path: str
    values: tuple[tuple[str, str], ...]
    #: Name of the button that is pressed, if it has one.
    button: str
    token: str

    @property
    def page(self) -> str:
        """The last name of its address."""
        return self.path.partition("?")[0].rpartition("/")[2]

    @property
    def is_shown_again(self) -> bool:
        """Another row, or more fields: nothing is done but show the form."""
        return self.button.startswith(("form.switch", "form.widgets."))


def filled(form: Any) -> dict[str, str]:
    """What a browser would send, with something in each field."""
    values = dict(form.form_values())
    for field in form.xpath(".//*[self::textarea or self::input or self::select][@name]"):
        name, kind = field.get("name"), field.get("type", field.tag)
        if kind in ("textarea", "text", "input"):
            values[name] = values.get(name) or TYPED
        elif kind == "checkbox" and field.get("required") is not None:
            values[name] = field.get("value") or "on"
        elif kind == "select" and not values.get(name):
            values[name] = next(filter(None, field.value_options), "")
    return values


@for_each(SHOWN)
class ForgedTest(unittest.TestCase):
    """One test for each of those who are shown the most: all forms are among theirs.

    The author moderates the workspaces too.
    """

    layer = CANARY_HTTP
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        # What some pages are about.
        self.request = pending(self.portal.cheetahs, country="XA")
        codes.store_secret("police-xa", codes.new_generator(), 0)
        transaction.commit()

    def pages(self) -> Iterator[str]:
        """Addresses below the portal: of what is registered for each thing, and more."""
        things = {"": self.portal, "cheetahs": self.portal.cheetahs}
        for one in self.layer["objects"]:
            if one.group == "cheetahs" and one.name in OPENED:
                things[one.path] = self.portal.unrestrictedTraverse(one.path)
        ours = [one for one in addresses.registrations() if addresses.is_ours(one)]
        for path, thing in things.items():
            names = {one.name for one in ours if one.required[0].providedBy(thing)}
            yield from addresses.below(path, names & addresses.pages())
        words = {
            one.name.replace(" everyone", "").replace(" kept", ""): one.uid
            for one in (*self.layer["messages"], *self.layer["permits"])
            if one.group != "ivory"
        }
        words["request"] = self.request
        words["draft"] = next(
            one.path.removeprefix("cheetahs/")
            for one in self.layer["objects"]
            if (one.group, one.name) == ("cheetahs", "alert draft")
        )
        yield from (f"cheetahs/{path}" for path in BELOW.format(**words).split())

    def forms(self, caller: Caller) -> list[Form]:
        found = {}
        for path in self.pages():
            answer = caller.session.get(f"{self.url}/{path.lstrip('/')}", timeout=60)
            kind = answer.headers.get("Content-Type", "")
            if answer.status_code == 200 and kind.startswith("text/html"):
                tree = html.fromstring(answer.content, base_url=answer.url)
                tree.make_links_absolute()
                for form in tree.forms:
                    if form.method == "POST":
                        found |= {one[:2]: one for one in self.ways(form, answer.url)}
        return [one for one in found.values() if one.path not in BEFORE_LOGIN]

    def ways(self, form: Any, url: str) -> Iterator[Form]:
        """The form as each of its buttons sends it."""
        path = (form.action or url).removeprefix(self.url).lstrip("/")
        values = filled(form)
        token = values.pop(TOKEN, "")
        for button in form.xpath(".//button[@name]") or [{}]:
            name = button.get("name", "")
            pressed = {name: button.get("value", "")} if name else {}
            yield Form(path, tuple({**values, **pressed}.items()), name, token)

    def condition(self) -> tuple:
        """The last change of content, and all that is kept beside it."""
        transaction.abort()
        kept = lasting()
        return self.layer["app"]._p_jar.db().lastTransaction(), kept

    def send(self, caller: Caller, form: Form, **more: str) -> int:
        return caller.send(form.path, {**dict(form.values), **more}).status

    def try_all(self, kind: str) -> None:
        caller = Caller(CALLERS[kind], self.url)
        forms = self.forms(caller)
        self.assertLessEqual(SHOWN[kind], {form.page for form in forms})
        before = self.condition()
        for form in forms:
            expected = 200 if form.is_shown_again else 403
            for more in ({}, {TOKEN: "forged"}):
                with self.subTest(form.path, values=form.values, more=more):
                    self.assertEqual(expected, self.send(caller, form, **more))
        self.assertEqual(before, self.condition())
        # Sent as they were meant, they do a lot: it is the token that was missing.
        done = [self.send(caller, form, **{TOKEN: form.token}) for form in forms]
        self.assertGreater(done.count(302), len(forms) // 3)
        self.assertNotEqual(before, self.condition())
