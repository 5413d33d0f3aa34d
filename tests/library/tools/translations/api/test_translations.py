"""Translations over REST: who reads and writes them, and what becomes of them."""

from tests.library.case import LibraryCase


FRENCH = {
    "language": "fr",
    "title": "EXERCICE : petits dans une caisse",
    "description": "",
    "body": "<p>Sous les mangues, une planche percée.</p>",
}
BODY = "<p>Below the mangoes, a board with holes.</p>"


class TranslationsTest(LibraryCase):
    def alert(self, *steps, **fields):
        made = self.make(body=BODY, language="en", **fields)
        self.move(made, *(steps or ("submit", "publish")))
        return made

    def add(self, item, user="customs-xa", status=201, **fields):
        given = {**FRENCH, **fields}
        return self.rest(user, "POST", f"{item}/@translations", status, json=given)

    def one(self, item, user="customs-xb"):
        (found,) = self.rest(user, "GET", item, 200)["translations"]
        return found

    def versions(self, item):
        return self.rest("secretariat", "GET", f"{item}/@history", 200)

    def test_an_item_is_in_the_language_of_its_authors_pages_unless_it_says(self):
        headers = {"Accept": "application/json", "Accept-Language": "fr"}
        fields = {"@type": "Alert", "title": "EXERCICE", "alert_type": "other"}
        for given, expected in (({}, "fr"), ({"language": "sw"}, "sw")):
            body = {**fields, **given, "handling": "green"}
            answer = self.ask(
                "customs-xa", "POST", self.library, headers=headers, json=body
            )
            self.assertEqual(answer.json()["language"]["token"], expected)
        told = self.rest("customs-xa", "GET", f"{self.group}/@library?language=sw", 200)
        self.assertEqual(told["items_total"], 1)
        self.assertEqual(told["facets"]["language"], {"fr": 1, "sw": 1})

    def test_the_author_translates_what_is_published_and_readers_have_it(self):
        alert = self.alert()
        made = self.add(alert)
        self.assertEqual(made["@id"], f"{alert}/@translations/fr")
        found = self.one(alert)
        for name in ("language", "title", "body"):
            self.assertEqual(found[name], FRENCH[name])
        self.assertEqual(found["translator"], "customs-xa")
        self.assertIs(found["original_changed"], False)
        again = self.rest("customs-xb", "GET", made["@id"], 200)
        self.assertIs(again["is_editable"], False)
        told = self.rest("customs-xb", "GET", f"{self.group}/@library?q=mangues", 200)
        (row,) = told["items"]
        self.assertEqual(row["titles"], {"fr": FRENCH["title"]})
        self.assertIn(
            "Translation into French added", self.versions(alert)[0]["comments"]
        )

    def test_of_an_unnamed_alert_nobody_learns_who_has_translated_it(self):
        alert = self.alert(hide_country=True)
        self.add(alert)
        for user, name in (("customs-xb", None), ("secretariat", "customs-xa")):
            self.assertEqual(self.one(alert, user)["translator"], name)
            answer = self.ask(user, "GET", f"{alert}/view?in=fr")
            self.assertIn(FRENCH["title"], answer.text)
            self.assertEqual("Customs officer, XA" in answer.text, bool(name))

    def test_others_cannot_and_those_who_may_not_read_learn_nothing(self):
        alert = self.alert()
        made = self.add(alert)
        self.add(alert, "customs-xb", 403, language="es")
        self.rest("customs-xb", "PATCH", made["@id"], 403, json={"title": "X"})
        self.rest("customs-xb", "DELETE", made["@id"], 403)
        for user in ("igo-unodc", "outsider"):
            self.add(alert, user, 404, language="es")
            for url in (f"{alert}/@translations", made["@id"]):
                self.rest(user, "GET", url, 404)
        self.move(alert, "archive")
        self.add(alert, "customs-xa", 403, language="es")
        self.assertEqual(self.one(alert)["title"], FRENCH["title"])

    def test_it_says_that_the_original_has_changed_since(self):
        alert = self.alert()
        made = self.add(alert)
        change = {"body": "<p>Below the mangoes, two boards.</p>"}
        self.rest("secretariat", "PATCH", alert, 204, json={"handling": "amber"})
        self.assertIs(self.one(alert)["original_changed"], False)
        self.rest("secretariat", "PATCH", alert, 204, json=change)
        self.assertIs(self.one(alert)["original_changed"], True)
        told = {"body": "<p>Sous les mangues, deux planches.</p>"}
        self.rest("secretariat", "PATCH", made["@id"], 204, json=told)
        found = self.one(alert)
        self.assertEqual(
            (found["translator"], found["body"]), ("secretariat", told["body"])
        )
        self.assertIs(found["original_changed"], False)

    def test_a_change_that_was_based_on_another_is_refused(self):
        alert = self.alert()
        url = self.add(alert)["@id"]
        answer = self.ask(
            "customs-xa", "GET", url, headers={"Accept": "application/json"}
        )
        heads = {"Accept": "application/json", "If-Match": answer.headers["ETag"]}
        for status, title in ((204, "EXERCICE : un"), (412, "EXERCICE : deux")):
            answer = self.ask(
                "customs-xa", "PATCH", url, headers=heads, json={"title": title}
            )
            self.assertEqual(answer.status_code, status, answer.text)
        self.rest("customs-xa", "DELETE", url, 204)
        self.rest("customs-xa", "GET", url, 404)
        self.assertEqual(self.rest("customs-xa", "GET", alert, 200)["translations"], [])

    def test_bad_input_names_the_field(self):
        alert = self.alert()
        for field, fields in {
            "language": {"language": "en"},
            "title": {"title": ""},
            "body": {"body": ""},
        }.items():
            answer = self.add(alert, status=400, **fields)
            self.assertEqual([one["field"] for one in answer["errors"]], [field])
        self.add(alert, status=400, language="xx")
        self.add(alert, status=400, body="<script>x</script>")
        self.add(alert)
        answer = self.add(alert, status=400)
        self.assertIn("already", answer["errors"][0]["message"])
        named = self.add(alert, status=400, language="es", title="Vio a Chinedu Okonkwo")
        self.assertEqual(named["type"], "NonNominal")

    def test_the_items_own_json_does_not_change_them(self):
        alert = self.alert()
        self.add(alert)
        read = self.rest("secretariat", "GET", alert, 200)["translations"]
        self.rest("secretariat", "PATCH", alert, 204, json={"translations": read})
        for changed in ([], None, [{**read[0], "title": "X"}]):
            body = {"translations": changed}
            answer = self.rest("secretariat", "PATCH", alert, 400, json=body)
            self.assertEqual(answer["errors"][0]["field"], "translations")
        self.assertEqual(self.one(alert)["title"], FRENCH["title"])

    def test_a_document_has_them_without_a_body(self):
        document = self.make_document(language="en")
        answer = self.add(document, status=400)
        self.assertEqual(answer["errors"][0]["field"], "body")
        given = {name: one for name, one in FRENCH.items() if name != "body"}
        url = f"{document}/@translations"
        self.rest("customs-xa", "POST", url, 201, json=given)
        self.assertNotIn("body", self.one(document, "customs-xa"))
