"""Import of a spreadsheet, through the page."""

import csv
from cites.cug.membership.access_requests.models import RequestSource, RequestState
from cites.cug.membership.access_requests.spreadsheet import FIELD_OF
from io import BytesIO, StringIO
from lxml import html
from openpyxl import Workbook
from tests.membership.access_requests.browser.case import FormCase
from tests.membership.access_requests.case import person


ENGLISH = (
    "Country",
    "Last name",
    "First name",
    "Organization",
    "Job title",
    "Telephone",
    "official e-mail",
)
FRENCH = (
    "Pays",
    "Nom",
    "Prénom",
    "Organization",
    "Fonction",
    "Téléphone",
    "Courriel officiel",
    "Catégorie",
)


def cells(**changes) -> list[str]:
    return list(person(**changes).values())


def excel(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def comma(*rows, delimiter=";", encoding="utf-8-sig") -> bytes:
    kept = StringIO()
    csv.writer(kept, delimiter=delimiter).writerows(rows)
    return kept.getvalue().encode(encoding)


class ImportTest(FormCase):
    def setUp(self):
        super().setUp()
        self.secretariat = self.browser("secretariat")

    def look(self, data: bytes, name="people.xlsx", **values):
        page = self.page(self.secretariat, "requests-import")
        files = {"file": (name, data)}
        form = "spreadsheet"
        answer = self.send(self.secretariat, page, form, form, files=files, **values)
        return answer, html.fromstring(answer.text)

    def make(self, page):
        (form,) = page.xpath("//form[.//button[@name='make']]")
        fields = {**dict(form.form_values()), "make": "1"}
        return self.secretariat.post(form.get("action"), data=fields, timeout=120)

    def test_looking_makes_nothing_making_makes_all(self):
        second = cells(email="b@customs.example", country="Wonderland (exercise)")
        answer, page = self.look(
            excel(ENGLISH, cells()[:7], [], second[:7]), category="customs"
        )
        self.assertEqual(200, answer.status_code, answer.text)
        self.assertEqual(["2", "4"], page.xpath("//tbody//th//text()"))
        self.assertEqual([], page.xpath("//*[contains(@class, 'field-error')]"))
        self.assertEqual([], self.rows())
        self.make(page)
        rows = self.rows()
        self.assertEqual({"XA", "XB"}, {row.country for row in rows})
        self.assertEqual(
            {(RequestState.PENDING, RequestSource.SPREADSHEET)},
            {(r.state, r.source) for r in rows},
        )

    def test_french_columns_and_what_excel_writes_as_text(self):
        row = cells(last_name="Élève", category="Douanes")
        for data in (
            comma(FRENCH, row),
            comma(FRENCH, row, delimiter=",", encoding="cp1252"),
            comma(FRENCH, row, delimiter="\t"),
        ):
            _answer, page = self.look(data, "personnes.csv")
            self.assertIn("Élève", page.text_content())
            self.assertEqual([], page.xpath("//tbody//*[@class='field-error']"))

    def test_the_spanish_label_of_the_first_name_is_a_column(self):
        self.assertEqual("first_name", FIELD_OF["nombredepila"])

    def test_what_is_wrong_is_said_of_each_row(self):
        self.pending(email="waits@customs.example")
        _answer, page = self.look(
            excel(
                [*ENGLISH, "Category"],
                cells(telephone="12", email="x@gmail.com"),
                cells(),
                cells(),
                cells(email="waits@customs.example"),
                cells(country="Atlantis", email="c@customs.example"),
            )
        )
        wrong = {
            row.xpath("string(th)"): len(row.xpath(".//*[@class='field-error']"))
            for row in page.xpath("//tbody/tr")
        }
        self.assertEqual({"2": 2, "3": 0, "4": 1, "5": 1, "6": 1}, wrong)
        self.assertEqual([], page.xpath("//button[@name='make']"))

    def test_what_the_page_carries_is_checked_again(self):
        _answer, page = self.look(excel(ENGLISH, cells()[:7]), category="customs")
        (carried,) = page.xpath("//input[@name='lines']")
        good = carried.get("value")
        bad = good.replace("XA", "QQ")
        for lines in ("[{}]", '[{"email": 1}]', "nonsense", "{}", bad):
            carried.set("value", lines)
            answer = self.make(page)
            self.assertIn(answer.status_code, (200, 400), lines)
            self.assertEqual([], self.rows(), lines)

    def test_what_is_no_table_is_refused(self):
        many = [cells(email=f"a{number}@x.example") for number in range(501)]
        for data, name in (
            (b"", "empty.xlsx"),
            (b"PK\x03\x04 broken", "broken.xlsx"),
            (excel(ENGLISH), "no-rows.xlsx"),
            (excel(["a", "b"], ["c", "d"]), "columns.xlsx"),
            (excel(ENGLISH, *many), "many.xlsx"),
            (b"%PDF-1.4", "paper.xlsx"),
            (b"x" * (2 * 2**20 + 1), "large.csv"),
        ):
            answer, _page = self.look(data, name)
            self.assertEqual(400, answer.status_code, name)
        page = self.page(self.secretariat, "requests-import")
        answer = self.send(self.secretariat, page, "spreadsheet", "spreadsheet")
        self.assertEqual(400, answer.status_code)
