"""No calls give an item a reader whom its author or Secretariat did not admit.

Members of all kinds and both Secretariats do at random what changes place, code, owner,
state or readers. After each few steps: whatever was made from an item is where the
offices gave it, of whoever could edit that item, for those alone who read it, and marked
as strictly. ``SEQUENCES=200 STEPS=60`` tries more, ``TEST_SEED`` the same again.
"""

import base64
import os
import random
import transaction
from cites.cug.core.codelists.lists import first_of
from cites.cug.core.sql.session import session
from cites.cug.library.items.origins import codes_of_origins
from cites.cug.library.tools.group_shares.models import GroupShare, State
from plone import api
from plone.app.uuid.utils import uuidToObject
from sqlalchemy import select
from tests.library.case import LibraryCase


SEQUENCES = int(os.environ.get("SEQUENCES", "2"))
STEPS = int(os.environ.get("STEPS", "40"))
SEED = int(os.environ.get("TEST_SEED") or random.randrange(10**6))
CHECKED_EACH = 8
OFFICE = "secretariat"
#: police-xb and igo-unodc are in both groups.
MEMBERS = ("customs-xa", "customs-xb", "police-xb", "igo-unodc", "igo-interpol")
EVERYBODY = (*MEMBERS, OFFICE)
GROUPS = ("cheetahs", "ivory")
CODES = ("red", "amber_strict", "amber", "green")
OPENING = ("submit", "publish", "publish", "share")
CLOSING = ("retract", "restrict", "archive", "restore", "return", "report")
BACK = ("reinstate", "reinstate_shared", "reinstate_chosen")
READERS = (
    *(f"member:{one}" for one in MEMBERS),
    *("category:customs", "category:igo", "country:XB"),
)
FILE = {
    "filename": "a.txt",
    "data": base64.b64encode(b"words").decode(),
    "encoding": "base64",
}


class ClosedGroupsTest(LibraryCase):
    def test_no_sequence_of_calls_widens_an_item(self):
        self.gone = {}  # UID of what was deleted → its handling code
        for number in range(SEQUENCES):
            self.random = random.Random(SEED + number)
            self.said, self.homes, self.own = [], {}, 0
            with self.subTest(seed=SEED + number):
                self.begin()
                for step in range(STEPS):
                    self.step()
                    if step % CHECKED_EACH == CHECKED_EACH - 1:
                        self.check()
                self.check()

    # What is done

    def begin(self):
        """An alert and a document with a file each in the first group, of each code."""
        for code in ("red", "amber", "green"):
            alert = self.add("customs-xa", "cheetahs", code)
            if code == "red":
                body = {"readers": ["member:customs-xb"]}
                self.call(OFFICE, "POST", f"{alert}/@workflow/choose", body)
            else:
                self.call(OFFICE, "POST", f"{alert}/@workflow/publish", {})
            if code == "green":
                self.call(OFFICE, "POST", f"{alert}/@workflow/share", {})

    def add(self, user, group, handling):
        self.own += 1
        where = f"{self.portal}/{group}/library"
        secret = f"EXERCISE zq{self.random.randrange(10**9)}"
        alert = self.make(user, where, title=secret, handling=handling)
        sent = {"@type": "File", "title": "a", "file": FILE}
        self.call(user, "POST", alert, sent)
        return alert

    def call(self, user, verb, url, body):
        answer = self.ask(
            user, verb, url, json=body, headers={"Accept": "application/json"}
        )
        self.said.append(f"{answer.status_code} {user} {verb} {url} {body}")
        self.assertLess(answer.status_code, 500, "\n".join(self.said))
        return answer

    def step(self):
        choose, user = self.random.choice, self.random.choice(EVERYBODY)
        item, other = choose(self.items), choose(self.items)
        url, place = item.absolute_url(), f"{self.portal}/{choose(GROUPS)}"
        what = choose(
            (
                *(self.carry, self.carry, self.carry, self.mark, self.open, self.open),
                *(self.close, self.choose, self.share, self.share),
                *(self.write, self.gather, self.remove),
            )
        )
        what(user, item, url, other, place)

    @property
    def items(self):
        transaction.abort()
        portal = self.layer["portal"]
        found = [one for name in GROUPS for one in portal[name].library.objectValues()]
        return sorted(found, key=lambda one: one.getId())

    def carry(self, user, item, url, other, place):
        """Copy or move an item, or what lies in it, by any of its names."""
        inside = [one.absolute_url() for one in getattr(item, "objectValues", list)()]
        source = self.random.choice([url, url, item.UID(), [url], *inside])
        verb = self.random.choice(("@copy", "@copy", "@move"))
        libraries = [f"{self.portal}/{name}/library" for name in GROUPS]
        where = self.random.choice((*libraries, *libraries, other.absolute_url(), place))
        who = self.random.choice((user, "police-xb", OFFICE, item.creators[0]))
        self.call(who, "POST", f"{where}/{verb}", {"source": source})

    def mark(self, user, item, url, other, place):
        who = self.random.choice((user, OFFICE, item.creators[0]))
        changes = [{"handling": self.random.choice(CODES)}, {"creators": [user]}]
        self.call(who, "PATCH", url, self.random.choice([changes[0], *changes]))
        self.call(who, "PATCH", f"{url}/@history", {"version": 0})

    def open(self, user, item, url, other, place):
        name = self.random.choice((*OPENING, *BACK))
        self.call(
            self.random.choice((user, OFFICE)), "POST", f"{url}/@workflow/{name}", {}
        )

    def close(self, user, item, url, other, place):
        body = {"comment": "EXERCISE"}
        name = self.random.choice(CLOSING)
        self.call(user, "POST", f"{url}/@workflow/{name}", body)

    def remove(self, user, item, url, other, place):
        """Delete a source, and try to open what was made from it."""
        items = self.items
        made = [one for one in items if codes_of_origins(one)]
        if not made:
            return
        copy = self.random.choice(made)
        at, source = copy.absolute_url(), self.random.choice([*codes_of_origins(copy)])
        (source, *_none) = [one for one in items if one.UID() == source] or [None]
        if source is not None:
            uid, code, url = source.UID(), source.handling, source.absolute_url()
            who = self.random.choice((user, OFFICE, source.creators[0]))
            if self.call(who, "DELETE", url, None).status_code == 204:
                self.gone[uid] = code
        for name in (self.random.choice(BACK), "publish", "share"):
            self.call(OFFICE, "POST", f"{at}/@workflow/{name}", {})
        body = {"readers": [self.random.choice(READERS)]}
        if self.random.random() < 0.5 or copy.handling == "red":
            self.call(OFFICE, "POST", f"{at}/@workflow/choose", body)
        self.call(OFFICE, "PATCH", at, {"handling": self.random.choice(CODES)})
        self.check()

    def choose(self, user, item, url, other, place):
        body = {"readers": self.random.sample(READERS, self.random.randint(1, 2))}
        self.call(
            self.random.choice((user, OFFICE)), "POST", f"{url}/@workflow/choose", body
        )

    def share(self, user, item, url, other, place):
        """Members try to share, and to answer; the offices do both."""
        group = self.random.choice(GROUPS)
        who = self.random.choice((user, OFFICE))
        self.call(who, "POST", f"{url}/@share-with-group", {"group": group})
        shares = session().scalars(select(GroupShare)).all()
        for share in self.random.sample(shares, min(1, len(shares))):
            at = f"{self.portal}/{share.target}/@group-offers/{share.id}"
            self.call(user, "POST", f"{at}/accept", {})
            given = uuidToObject(share.item_uid, unrestricted=True)
            if given is not None:
                answer = f"{given.absolute_url()}/@share-with-group/{share.id}/agree"
                self.call(self.random.choice((user, share.author_id)), "POST", answer, {})

    def write(self, user, item, url, other, place):
        """What readers add, and an alert of one's own."""
        more = {"language": "fr", "title": "EXERCISE", "description": "EXERCISE"}
        self.call(user, "POST", f"{url}/@translations", more)
        self.call(user, "POST", f"{url}/@sightings", {"country": "XA"})
        change = {"field": "location", "value": "Somewhere"}
        self.call(user, "POST", f"{url}/@corrections", change)
        if self.own < 6:
            self.add(self.random.choice(("police-xb", OFFICE)), "ivory", "amber")

    def gather(self, user, item, url, other, place):
        body = {
            "items": [item.UID()],
            "title": "EXERCISE",
            "language": "en",
            "handling": self.random.choice(CODES[1:]),
            "audience": self.random.choice(("enforcement", "shared", "chosen")),
        }
        who = self.random.choice((user, OFFICE))
        self.call(who, "POST", f"{place}/@bulletins", body)

    # What must be so

    def check(self):
        items = {one.UID(): one for one in self.items}
        seen = {user: self.seen_by(user) for user in EVERYBODY}
        places = {one.absolute_url() for one in items.values()}
        for user, found in seen.items():
            alone = {one for one in found - places if one.rpartition("/")[0] not in found}
            self.assertEqual(alone, set(), self.told(f"files that {user} reads"))
        for uid, item in items.items():
            home = self.homes.setdefault(uid, self.group_of(item))
            self.assertEqual(home, self.group_of(item), self.told("it has moved"))
            origins = codes_of_origins(item)
            self.assertLessEqual(origins.keys() - items.keys(), self.gone.keys())
            for code in (self.gone[one] for one in origins if one in self.gone):
                strictest = first_of("handling", {item.handling, code})
                self.assertEqual(strictest, item.handling, self.told("it is less strict"))
                alone = {one for one in MEMBERS if item.absolute_url() in seen[one]}
                told = self.told(f"{item.absolute_url()} is made from what is gone")
                self.assertLessEqual(alone, {item.creators[0]}, told)
            sources = [items[one] for one in origins if one in items]
            for source in sources:
                strictest = first_of("handling", {item.handling, source.handling})
                self.assertEqual(strictest, item.handling, self.told("it is less strict"))
                self.check_readers(item, source, seen)

    def check_readers(self, item, source, seen):
        whose, url = item.creators[0], item.absolute_url()
        told = self.told(f"{url}, of {whose}, is made from {source.absolute_url()}")
        self.assertIn(whose, {OFFICE, source.creators[0]}, told)
        if self.group_of(item) != self.group_of(source):
            # Only what both Secretariats gave to the other group is there.
            accepted = select(GroupShare).where(
                GroupShare.item_uid.in_([source.UID(), *codes_of_origins(source)]),
                GroupShare.target == self.group_of(item),
                GroupShare.state == State.ACCEPTED.value,
            )
            self.assertTrue(session().scalars(accepted).all(), told)
        readers = {one for one in MEMBERS if one != whose and url in seen[one]}
        if self.group_of(item) == self.group_of(source):
            also = {one for one in MEMBERS if source.absolute_url() in seen[one]}
            self.assertEqual(readers - also, set(), told)
        elif readers:
            state = api.content.get_state(source)
            self.assertIn(state, ("enforcement", "shared", "chosen", "archived"), told)

    def group_of(self, item):
        return item.absolute_url().removeprefix(f"{self.portal}/").partition("/")[0]

    def told(self, why):
        return "\n".join((*self.said, why))

    def seen_by(self, user):
        """The address of all that a search finds, files too."""
        url = f"{self.portal}/@search?b_size=300"
        for kind in ("Alert", "LibraryDocument", "File"):
            url += f"&portal_type={kind}"
        return {row["@id"] for row in self.rest(user, "GET", url, 200)["items"]}
