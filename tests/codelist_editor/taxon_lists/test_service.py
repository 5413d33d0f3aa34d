"""Members look names up; nobody else does."""

from tests.codelist_editor.taxon_lists.case import put_in
from tests.codelist_editor.taxon_lists.made_up import CHEETAH, ORCHID, PARROT
from tests.library.case import LibraryCase


class TaxaTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.url = f"{self.portal}/@taxa"

    def found(self, user="customs-xa", language="en", **asked):
        headers = {"Accept": "application/json", "Accept-Language": language}
        answer = self.ask(user, "GET", self.url, params=asked, headers=headers)
        self.assertEqual(200, answer.status_code, answer.text)
        return answer.json()

    def test_what_is_shipped(self):
        found = self.found(q="guép", language="fr")
        self.assertIsNone(found["list"])
        cheetah = found["items"][0]
        self.assertEqual("Acinonyx jubatus", cheetah["name"])
        self.assertEqual("Guépard · Annexe I", cheetah["summary"])
        self.assertEqual("I", cheetah["appendix"])
        self.assertFalse(cheetah["meant"])
        self.assertTrue(self.found(q="Felis jubata")["items"][0]["meant"])

    def test_the_list_that_was_put_in(self):
        put_in(self.layer["portal"], CHEETAH, ORCHID, PARROT)
        found = self.found(user="igo-unodc", q="orquid")
        self.assertEqual("2026-03-05", found["list"]["dated"])
        (orchid,) = found["items"]
        self.assertEqual("Orquídea ficticia", orchid["found_by"])
        above = ["Zqorchis", "Orchidaceae", "Orchidales"]
        self.assertEqual((above, "Plantae"), (orchid["above"], orchid["kingdom"]))
        self.assertEqual([], self.found()["items"])
        self.assertEqual(1, len(self.found(q="z", b_size=1)["items"]))

    def test_bad_questions_and_strangers(self):
        for asked in ({"q": "x" * 201}, {"q": "a", "b_size": 0}, {"x": "1"}):
            self.rest("customs-xa", "GET", self.url, 400, params=asked)
        self.rest("outsider", "GET", self.url, 403, params={"q": "felis"})
        self.rest(None, "GET", self.url, 401, params={"q": "felis"})
