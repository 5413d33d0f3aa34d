"""What is offered for words that are nowhere, and that it tells nothing hidden."""

from cites.cug.library.lists.queries import list_items
from cites.cug.library.lists.query_parameters import LibrarySearch
from plone.app.testing import login
from tests.library.lists.test_searchable_text import SearchCase


class SuggestionsTest(SearchCase):
    def meant(self, asked, user="police-xb", **more):
        login(self.portal, user)
        search = LibrarySearch(words=asked, facets=(), **more)
        return list_items(self.group, search, some_words=True).did_you_mean

    def test_known_words_are_offered_for_what_nothing_has(self):
        self.add("EXERCICE boutre", "Un boutre à double fond, neuf caisses.")
        for asked, meant in (
            ("boutrre", "boutre"),
            ("bouter fond", "boutre fond"),
            ("boutre doubel fondd", "boutre double fond"),
            ("Boutrre, -neuve", "boutre, -neuve"),
            # Of the same meaning, so that it is found.
            ("dhwo", "dhow"),
            ("سنبق", "سنبوق"),
        ):
            self.assertEqual(self.meant(asked), meant, asked)

    def test_nothing_is_offered_for_what_is_right_or_meant_so(self):
        self.add("EXERCICE boutre", "Un boutre, zqnovel.")
        for asked in ("boutre", "boutr", "zqnov", "zqnovle", "boutrre*"):
            self.assertEqual(self.meant(asked), "", asked)
        self.assertEqual(self.meant('"boutrre fond"'), "")
        # The words are there, and only the filter is too narrow.
        self.assertEqual(self.meant("boutre", filters={"country": "XC"}), "")

    def test_what_finds_nothing_for_the_reader_is_not_offered(self):
        """It would tell that something has the word, and lead nowhere."""
        alert = self.add("EXERCICE", "Un sambouk.", state="draft")
        self.assertEqual(self.meant("samboukk", "customs-xa"), "sambouk")
        for user in ("police-xb", "igo-unodc", "outsider"):
            self.assertEqual(self.meant("samboukk", user), "", user)
        login(self.portal, "customs-xa")
        self.group.library.manage_delObjects([alert.getId()])
        self.assertEqual(self.meant("samboukk", "customs-xa"), "")

    def test_words_of_items_are_never_offered(self):
        """Only words of code lists are, even to those who may read the item."""
        self.add("EXERCICE zqsecretword")
        self.assertEqual(self.meant("zqsecretwrd", "customs-xa"), "")
