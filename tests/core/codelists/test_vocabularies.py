import cites.cug.core.codelists
from cites.cug.core.codelists import lists, vocabularies
from tests.core.codelists.registry import RegistryTestCase
from tests.some import some
from zope.component import getUtility
from zope.configuration import xmlconfig
from zope.globalrequest import clearRequest, setRequest
from zope.schema.interfaces import IVocabularyFactory


class TestVocabularies(RegistryTestCase):
    def setUp(self):
        super().setUp()
        xmlconfig.file("vocabularies.zcml", cites.cug.core.codelists)
        self.addCleanup(clearRequest)

    def vocabulary(self, list_name):
        return getUtility(IVocabularyFactory, name=f"cites.cug.{list_name}")(None)

    def titles(self, list_name):
        return {term.token: term.title for term in self.vocabulary(list_name)}

    def test_each_list_is_a_vocabulary_with_codes_as_values_and_tokens(self):
        for name in some(lists.names()):
            terms = list(self.vocabulary(name))
            offered = tuple(term.value for term in terms)[: len(lists.codes(name))]
            self.assertEqual(set(lists.codes(name)), set(offered))
            self.assertTrue(all(term.token == term.value for term in terms))

    def test_titles_are_in_the_language_of_the_request(self):
        for language, title in {
            "fr": "Saisie",
            "es": "Decomiso",
            "en": "Seizure",
        }.items():
            setRequest({"LANGUAGE": language})
            self.assertEqual(title, self.titles("alert_type")["seizure"])
        clearRequest()
        self.assertEqual("Seizure", self.titles("alert_type")["seizure"])

    def test_official_codes_are_shown_with_their_titles(self):
        self.assertEqual("live (LIV)", self.titles("term")["LIV"])
        self.assertEqual("France", self.titles("country")["FR"])

    def test_former_codes_are_valid_and_stand_last(self):
        vocabulary = self.vocabulary("term")
        self.assertIn("WAL", vocabulary)
        terms = [term.value for term in vocabulary]
        offered = len(lists.codes("term"))
        self.assertGreaterEqual(terms.index("WAL"), offered)
        self.assertEqual("wallets (WAL), no longer used", vocabulary.getTerm("WAL").title)

    def test_corrections_change_the_vocabulary(self):
        self.assertEqual("oil (OIL)", self.titles("term")["OIL"])
        self.correct("term", "OIL | fat | graisse | grasa", "NEW | new | neuf | nuevo")
        titles = self.titles("term")
        self.assertEqual(("fat (OIL)", "new (NEW)"), (titles["OIL"], titles["NEW"]))

    def test_reader_language_falls_back_to_english(self):
        setRequest({"LANGUAGE": "de"})
        self.assertEqual("en", vocabularies.reader_language())
