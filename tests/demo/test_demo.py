"""The exercise library: what is in it, and that it is fit to be shown."""

import re
import unittest
from cites.cug.access.author import author_of
from cites.cug.demo.accounts import ACCOUNTS, GROUPS, OUTSIDER
from cites.cug.library.items.actions import audience
from cites.cug.library.lists.queries import LibraryPage, list_items
from cites.cug.library.lists.query_parameters import read_library_query, STATES
from cites.cug.library.tools.translations.texts import is_outdated
from cites.cug.web.uploads.files import content_type
from collections import Counter
from io import BytesIO
from PIL import Image
from plone import api
from tests.demo.items import files, items, own_words, words
from tests.demo.layer import DEMO
from tests.some import some


FICTIVE = {"XA", "XB", "XC"}
COUNTRY_FIELDS = ("incident_country", "alleged_origin", "alleged_destination")
COUNTRY_LISTS = ("transit_countries", "offender_nationalities", "countries")
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
PHONE = re.compile(r"(?<![\w-])(?:\+|00)?\d(?:[ ().-]?\d){7,}(?!\w)")
ADDRESS = re.compile(r"https?://|www\.")
#: Word → type of the file that alone holds it.
WORDS_OF_FILES = {
    "mimetismo": "docx",
    "deciduous": "docx",
    "euthanasie": "docx",
    "guilloche": "pdf",
    "naphthalene": "pdf",
    "bathymetric": "pdf",
    "hydrophone": "pdf",
    "troqueladora": "pdf",
}


class DemoTest(unittest.TestCase):
    layer = DEMO

    def setUp(self):
        self.portal = self.layer["portal"]
        self.cheetahs = self.portal.cheetahs
        self.all = [item for name in GROUPS for item in items(self.portal[name])]

    def seen(self, user: str, group_id: str = "cheetahs", **query) -> LibraryPage:
        with api.env.adopt_user(user):
            return list_items(
                self.portal[group_id], read_library_query({"b_size": 100, **query})
            )

    def test_there_is_enough_to_look_at(self):
        self.assertGreaterEqual(len(items(self.cheetahs, "Alert")), 40)
        self.assertGreaterEqual(len(items(self.cheetahs, "LibraryDocument")), 20)
        self.assertGreaterEqual(len(items(self.portal.ivory)), 5)

    def test_all_states_and_languages(self):
        for portal_type in ("Alert", "LibraryDocument"):
            found = items(self.cheetahs, portal_type)
            # Nothing in it names anybody, so nothing is reported. One alert is TLP:RED.
            states = set(STATES) - {"reported", "chosen", "archived_chosen"}
            shown = {api.content.get_state(item) for item in found}
            self.assertEqual(shown - {"chosen"}, states)
            languages = Counter(item.language for item in found)
            self.assertEqual(set(languages), {"en", "fr", "es"})
            self.assertGreaterEqual(min(languages.values()) * 5, len(found))

    def test_each_title_is_marked(self):
        attachments = [part for item in self.all for part in item.objectValues()]
        self.assertGreater(len(attachments), 30)
        for item in [*self.all, *attachments]:
            self.assertTrue(item.title.startswith("EXERCISE – "), item.title)

    def test_only_fictive_countries(self):
        named = set()
        for item in self.all:
            named |= {getattr(item, name, None) for name in COUNTRY_FIELDS} - {None}
            for name in COUNTRY_LISTS:
                named |= set(getattr(item, name, None) or ())
        self.assertEqual(named, FICTIVE)

    def test_files_are_what_they_claim(self):
        kinds = Counter()
        for item in self.all:
            for file in files(item):
                with file.open() as stream:
                    self.assertEqual(content_type(stream), file.contentType)
                kinds[file.contentType.rpartition(".")[2]] += 1
                if file.contentType == "image/jpeg":
                    self.assertEqual(Image.open(BytesIO(file.data)).size, (1200, 800))
        self.assertEqual(set(kinds), {"application/pdf", "image/jpeg", "document"})
        self.assertGreaterEqual(min(kinds.values()), 10)

    def test_pictures_hold_no_device_or_place(self):
        given = (file for item in self.all for file in files(item))
        for file in some(one for one in given if one.contentType == "image/jpeg"):
            self.assertFalse(Image.open(BytesIO(file.data)).getexif())

    def test_files_are_found_by_their_words(self):
        for word, ending in WORDS_OF_FILES.items():
            rows = self.seen("secretariat", q=word).rows
            self.assertTrue(rows, word)
            for path, _uid, _row in rows:
                item = self.portal.unrestrictedTraverse(path)
                self.assertNotIn(word, own_words(item).lower())
                endings = [file.filename.rpartition(".")[2] for file in files(item)]
                self.assertIn(ending, endings, word)

    def test_accented_words_of_a_pdf_are_found(self):
        titles = [
            row["title"] for _p, _u, row in self.seen("igo-unodc", q="guépard").rows
        ]
        guide = next(title for title in titles if "félin tacheté" in title)
        self.assertNotIn("guépard", guide)

    def test_words_of_one_meaning_find_each_other(self):
        for asked in (
            *("boutre double fond", "boutre faux plancher", "crates false floor"),
            *("dhow doble fondo", "embarcación piso falso", "صندوق قاع مزدوج"),
        ):
            self.assertTrue(self.seen("customs-xa", q=asked).total, asked)

    def test_every_facet_has_a_choice(self):
        facets = self.seen("secretariat").facets
        for name, counts in facets.items():
            self.assertGreater(len(counts), 1, name)
        self.assertEqual(set(facets["country"]), FICTIVE)

    def test_igos_see_what_is_shared_and_nothing_else(self):
        for user in ("igo-interpol", "igo-unodc"):
            self.assertEqual(set(self.seen(user).facets["state"]), {"shared"})
        self.assertEqual(set(self.seen("igo-unodc", "ivory").facets["state"]), {"shared"})
        self.assertEqual(self.seen("igo-interpol", "ivory").total, 0)
        self.assertEqual(self.seen(OUTSIDER).total, 0)

    def test_drafts_are_their_authors(self):
        drafts = [item for item in self.all if api.content.get_state(item) == "draft"]
        self.assertGreaterEqual(len({author_of(item) for item in drafts}), 5)
        for user in ("customs-xa", "police-xa"):
            rows = self.seen(user, state="draft").rows
            self.assertEqual({row["author"] for _p, _u, row in rows}, {user})

    def test_named_recipients_only_is_read_by_who_is_named(self):
        (red,) = [item for item in self.all if item.handling == "red"]
        self.assertEqual(api.content.get_state(red), "chosen")
        self.assertEqual(audience(red, self.cheetahs)["members"], 4)

    def test_authors_are_members_of_the_group(self):
        for group_id, group in GROUPS.items():
            authors = {author_of(item) for item in items(self.portal[group_id])}
            self.assertLessEqual(authors, set(group.members))
        authors = {author_of(item) for item in items(self.cheetahs)}
        self.assertEqual(authors, set(ACCOUNTS))

    def test_nothing_nominal_is_told(self):
        for item in self.all:
            text = words(item)
            for pattern in (E_MAIL, PHONE, ADDRESS):
                self.assertIsNone(pattern.search(text), item.title)

    def test_translations_are_marked_and_one_is_behind_its_original(self):
        found = [(item, one) for item in self.all for one in item.translations.values()]
        self.assertGreaterEqual(len(found), 3)
        self.assertEqual({is_outdated(item, one) for item, one in found}, {True, False})
        for _item, one in found:
            self.assertTrue(one["title"].startswith("EXERCISE – "), one["title"])
