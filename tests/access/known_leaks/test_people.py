"""L13 to L17: who the members are, and in which groups."""

import transaction
from io import BytesIO
from OFS.Image import Image
from tests.access.canaries import png
from tests.access.known_leaks.keys import (
    HIDDEN_JSON,
    HIDDEN_PAGE,
    KEYS,
    KnownLeakTest,
    MANAGERS_JSON,
    MANAGERS_PAGE,
)
from zope.component import getUtilitiesFor
from zope.schema.interfaces import IVocabularyFactory


REFUSED_JSON = "401 403 403 403 403 200"
REFUSED_PAGE = "302 403 403 403 403 200"
PEOPLE = ("Users", "Groups", "Principals")


class PeopleTest(KnownLeakTest):
    def test_L13_vocabularies_of_people(self):
        for name in PEOPLE:
            name = f"plone.app.vocabularies.{name}"
            for query in ("", "?title=c", "?token=customs-xa", "?b_size=500"):
                self.expect(REFUSED_JSON, f"@vocabularies/{name}{query}", json=True)
            for query in ("", "&query=c", "&field=creators"):
                self.expect(REFUSED_PAGE, f"@@getVocabulary?name={name}{query}")
            self.expect(
                "401 404 403 403 403 200", f"cheetahs/@vocabularies/{name}", json=True
            )

    def test_L13_no_vocabulary_names_anybody(self):
        names = [name for name, _factory in getUtilitiesFor(IVocabularyFactory)]
        self.assertGreater(len(names), 50)
        for name in names:
            member = 200 if name.startswith("cites.cug.") else 403
            for key, expected in (
                ("anonymous", 401),
                ("outsider", member),
                ("igo", member),
            ):
                # What it tells is checked in every answer.
                path = f"@vocabularies/{name}?b_size=1000"
                answer = self.ask(key, path, json=True)
                self.assertEqual(expected, answer.status, f"{key} {name}")

    def test_L13_pickers(self):
        for path in ("@@getSource", "@@fc-contextInfo", "@sources/x", "@querysources/x"):
            for key, answer in self.ask_all(path, json=path[1] != "@").items():
                if key != "manager":
                    self.assertIn(answer.status, (302, 401, 403, 404), f"{key} {path}")

    def test_L14_accounts_and_groups(self):
        for path in ("@users", "@users?query=c", "@users/police-xa"):
            self.expect(REFUSED_JSON, path, json=True)
        for path in ("@groups", "@groups?query=C", "@principals?search=c", "@roles"):
            self.expect(MANAGERS_JSON, path, json=True)
        own = self.ask("igo", "@users/igo-interpol", json=True)
        self.assertEqual("igo-interpol", own.response.json()["id"])

    def test_L14_to_all_but_managers_nobody_is_missing(self):
        known = self.ask_all("@users/police-xa", json=True)
        unknown = self.ask_all("@users/nobody-at-all", json=True)
        for key in set(KEYS) - {"manager"}:
            self.assertEqual(known[key].status, unknown[key].status, key)
            self.assertEqual(known[key].response.text, unknown[key].response.text, key)

    def test_L15_author_pages(self):
        for path in ("author/police-xa", "author/nobody-at-all", "author", "@@author"):
            self.expect(HIDDEN_PAGE, path)

    def test_L16_portraits(self):
        tool = self.portal.portal_memberdata
        tool._setPortrait(Image("police-xa", "", BytesIO(png("dot"))), "police-xa")
        transaction.commit()
        self.expect(HIDDEN_JSON, "@portrait/police-xa", json=True)
        for path in ("portal_memberdata/portraits/police-xa", "portal_memberdata"):
            self.expect(HIDDEN_PAGE, path)
        self.expect(HIDDEN_PAGE, "portal_memberdata/portraits/nobody-at-all")
        # A service, whatever is accepted.
        self.expect("401 404 404 404 404 406", "@portrait/nobody")

    def test_L17_search_for_members(self):
        self.expect_all(
            MANAGERS_PAGE,
            "@@member-search @@member-search?fullname=c",
        )
        self.expect_all(HIDDEN_PAGE, "cheetahs/@@team-roster ivory/edit-roster")
