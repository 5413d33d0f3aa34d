"""The page of imports: columns that one matches, a look, and the drafts."""

from tests.exchange.alert_imports.api.test_imports import COLUMNS, TABLE
from tests.library.case import LibraryCase, text_of


class ImportPageTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.imports = f"{self.library}/alert-imports"

    def send(self, content=TABLE, status=200, action="check", **fields):
        page = self.page("customs-xa", self.imports)
        (form, *_others) = [one for one in page.forms if one.get("id") == "import"]
        values = {**dict(form.form_values()), "action": action, **fields}
        values.pop("files", None)
        files = {"files": ("x.csv", content.encode())}
        answer = self.ask("customs-xa", "POST", form.action, data=values, files=files)
        self.assertEqual(answer.status_code, status, answer.text[:2000])
        return self.parse(answer)

    def matched(self, **more):
        fields = {"settled": "1", "dates": "day_first", **more}
        for place, (heading, field) in enumerate(COLUMNS.items()):
            fields |= {f"heading.{place}": heading, f"column.{place}": field}
        return fields

    def test_columns_that_nobody_knows_are_asked_for(self):
        page = self.send(settled="")
        selects = page.xpath("//select[starts-with(@name, 'column.')]")
        self.assertEqual(len(selects), len(COLUMNS))
        self.assertFalse(page.xpath("//*[@role='alert']"))
        page = self.send(status=400, **{**self.matched(), "dates": ""})
        rows = page.xpath("//div[@id='outcome']/div[@class='table-scroll']//tbody/tr")
        self.assertEqual([text_of(row.xpath("td")[0]) for row in rows], ["2", "3"])
        self.assertEqual([text_of(row.xpath("td")[1]) for row in rows], ["Tag", "Tag"])

    def test_usual_headings_are_recognized_and_shown_with_their_values(self):
        table = "Fecha;Pays;Species;الكمية;Wetter\n" + "".join(
            f"2025-12-0{day};XA;Acinonyx jubatus;{day};\n" for day in range(1, 6)
        )
        page = self.send(table, action="import")
        self.assertIn("Check which field each column is", text_of(page))
        self.assertNotIn("have been imported", text_of(page))
        rows = page.xpath("//tbody/tr[td/select]")
        chosen = [row.xpath(".//option[@selected]/@value") for row in rows]
        fields = ["incident_date", "incident_country", "species", "quantity"]
        self.assertEqual(chosen, [[field] for field in fields] + [[]])
        examples = [text_of(row.xpath("td")[1]) for row in rows]
        self.assertEqual(examples[0], "2025-12-01 · 2025-12-02 · 2025-12-03")
        self.assertEqual(examples[-1], "")

    def test_a_field_without_a_column_is_named_above_the_columns(self):
        fields = {**self.matched(), "column.4": ""}
        page = self.send(status=400, **fields)
        (told,) = page.xpath("//*[@role='alert']")
        self.assertIn("No column is matched to the field “Specimen”.", text_of(told))
        rows = page.xpath("//tbody/tr[td/select]")
        self.assertEqual(len(rows), len(COLUMNS))
        self.assertEqual(text_of(rows[4].xpath("td")[1]), "LIV · SKI · live")
        self.assertFalse(rows[4].xpath(".//option[@selected]"))

    def test_what_is_wrong_with_an_input_is_said_at_it(self):
        page = self.send("", status=400)
        self.assertEqual(["#files"], page.xpath("//*[@role='alert']//a/@href"))
        self.assertTrue(text_of(page.xpath("//*[@id='files-error']")[0]))
        page = self.send(status=400, **self.matched(save_as="zq" * 50))
        self.assertEqual(["#save_as"], page.xpath("//*[@role='alert']//a/@href"))
        self.assertEqual(["zq" * 50], page.xpath("//input[@id='save_as']/@value"))

    def test_what_few_choose_is_folded_until_it_is_sent(self):
        folded = self.page("customs-xa", self.imports).xpath(
            "//form[@id='import']//details"
        )
        names = folded[0].xpath(".//select/@name")
        self.assertEqual(names, ["incident_country", "duplicates"])
        self.assertIsNone(folded[0].get("open"))
        sent = self.send(**self.matched()).xpath("//form[@id='import']//details")
        self.assertIsNotNone(sent[0].get("open"))

    def test_a_look_and_then_the_drafts(self):
        page = self.send(**self.matched(save_as="Registro"))
        self.assertIn("What would be made", text_of(page))
        # What was kept with this very look can be chosen, and deleted.
        self.assertEqual(
            page.xpath("//select[@name='saved']/option/@value")[1:], ["Registro"]
        )
        self.assertEqual(len(page.xpath("//button[@name='forget']")), 1)
        self.assertIn("Acinonyx jubatus · Port of XA · 2025-12-03", text_of(page))
        page = self.send(action="import", saved="Registro", dates="")
        self.assertIn("The seizures have been imported", text_of(page))
        page = self.send(saved="Registro", dates="")
        self.assertIn("Already there: 2", text_of(page))
        page = self.page("customs-xa", self.imports)
        (button,) = page.xpath("//button[@name='forget']")
        (form,) = [one for one in page.forms if button in one.iter()]
        fields = {**dict(form.form_values()), "forget": button.get("value")}
        answer = self.ask("customs-xa", "POST", form.action, data=fields)
        self.assertEqual(answer.status_code, 302)
        page = self.page("customs-xa", self.imports)
        self.assertFalse(page.xpath("//button[@name='forget']"))

    def test_sent_twice_the_drafts_are_made_once(self):
        page = self.page("customs-xa", self.imports)
        (form, *_others) = [one for one in page.forms if one.get("id") == "import"]
        values = {**dict(form.form_values()), "action": "import", **self.matched()}
        values.pop("files", None)
        for _time in "12":
            files = {"files": ("x.csv", TABLE.encode())}
            answer = self.ask("customs-xa", "POST", form.action, data=values, files=files)
            self.assertEqual(200, answer.status_code, answer.text[:2000])
            told = text_of(self.parse(answer))
            self.assertIn("The seizures have been imported", told)
            self.assertNotIn("Already there", told)

    def test_words_that_may_name_somebody_are_shown_with_their_row(self):
        table = TABLE.replace("Border post", "House of Mr John Smith")
        page = self.send(table, 400, **self.matched())
        self.assertIn("Row 4, Place: Name of a person", text_of(page))
        (decision,) = page.xpath("//ul//select[@name='decisions.decision']")
        self.assertEqual(decision.get("form"), "import")
        decided = {
            "decisions.text": "John Smith",
            "decisions.decision": "not_a_name",
            "decisions.reason": "",
        }
        page = self.send(table, **self.matched(), **decided)
        # It is still decided when the import is asked for.
        (chosen,) = page.xpath(
            "//ul//select[@name='decisions.decision']/option[@selected]"
        )
        self.assertEqual(chosen.get("value"), "not_a_name")

    def test_the_empty_table_can_be_had(self):
        answer = self.ask("customs-xa", "GET", f"{self.imports}?table=1")
        self.assertIn("Identification number", answer.text)
        self.assertIn("seizures.csv", answer.headers["Content-Disposition"])
        self.assertEqual(self.ask("outsider", "GET", self.imports).status_code, 404)
