"""Permits recorded by hand, and corrected."""

from cites.cug.permits.models import PermitSource
from cites.cug.permits.revisions import revisions_of
from datetime import date
from decimal import Decimal
from tests.permits.browser.case import current, PermitsCase


FORM = {
    "type": "E",
    "country": "XA",
    "number": "XA-2026-000123",
    "copy": "1",
    "valid_until": "2026-12-31",
    "purpose": "Z",
    "special_conditions": "By air\r\nonly",
    "importer.name": "EXERCISE: a zoo",
    "importer.country": "XB",
    "endorsement.port": "Port of XA",
    "lines.0.block": "A",
    "lines.0.scientific_name": "Acinonyx jubatus",
    "lines.0.term": "LIV",
    "lines.0.quantity": "2.5",
    "lines.3.scientific_name": "Leptailurus serval",
    "lines.3.marks": "Chip 985",
    "lines.4.block": "C",
}


class RecordTest(PermitsCase):
    def record(self, user="contact-xa", status=302, path="new", **changes):
        return self.post(user, path, expect=status, **{**FORM, **changes})

    def test_all_that_is_typed_is_recorded(self):
        answer = self.record()
        found = self.known()
        self.assertTrue(answer.headers["Location"].endswith(f"/permits/{found.id}"))
        self.assertEqual(PermitSource.MANUAL, found.source)
        permit = found.permit
        self.assertEqual(date(2026, 12, 31), permit.valid_until)
        self.assertTrue(permit.copy)
        self.assertEqual("By air\nonly", permit.special_conditions)
        self.assertEqual(
            ("EXERCISE: a zoo", "XB"), (permit.importer.name, permit.importer.country)
        )
        self.assertEqual("Port of XA", permit.endorsement.port)
        # The last block is printed on the form and empty.
        first, second = permit.lines
        self.assertEqual(("A", Decimal("2.5")), (first.block, first.quantity))
        self.assertEqual("Chip 985", second.marks)

    def test_mistakes_are_named_at_their_boxes_and_what_was_typed_is_kept(self):
        answer = self.record(
            status=400,
            number=" ",
            valid_until="31.12.2026",
            **{"lines.3.quantity": "many", "importer.country": "QQ"},
        )
        tree = self.parse(answer)
        wrong = set(tree.xpath("//form[@id='form']//*[@aria-invalid='true']/@id"))
        expected = {
            "f-number",
            "f-valid_until",
            "f-lines-1-quantity",
            "f-importer-country",
        }
        self.assertEqual(expected, wrong)
        links = tree.xpath("//*[@id='form-errors']//a/@href")
        self.assertEqual({f"#{one}" for one in expected}, set(links))
        self.assertEqual("many", tree.xpath("//*[@id='f-lines-1-quantity']/@value")[0])
        self.assertEqual(
            "By air\nonly", tree.xpath("//textarea")[0].text.replace("\r", "")
        )
        self.assertIsNone(self.known())

    def test_names_of_taxa_are_proposed(self):
        page = self.page("contact-xa", f"{self.permits}/new")
        asked = f"{self.layer['portal'].absolute_url()}/@taxa"
        named = page.xpath(f"//input[@data-taxa='{asked}']/@name")
        self.assertIn("lines.0.scientific_name", named)
        self.assertEqual([], [one for one in named if "scientific_name" not in one])
        self.assertTrue(page.xpath("//script[contains(@src, 'taxa.js')]"))

    def test_only_keepers_and_only_of_their_country(self):
        for user in ("customs-xb", "igo-interpol"):
            self.page(user, f"{self.permits}/new", status=403)
            self.record(user, status=403)
        tree = self.parse(self.record(status=400, country="XB"))
        self.assertIn("own country", self.words(tree, "//*[@id='form-errors']"))
        self.assertIsNone(self.known("XB"))
        self.record("secretariat", country="XB")
        self.assertIsNotNone(self.known("XB"))

    def test_one_that_is_there_is_not_written_over(self):
        self.store(current())
        tree = self.parse(self.record(status=400, number="xa2026000123"))
        self.assertIn("already", self.words(tree, "//*[@id='form-errors']"))

    def test_a_correction_keeps_what_it_said_before(self):
        found = self.store(current())
        path = f"{found.id}/correct"
        tree = self.page("contact-xa", f"{self.permits}/{path}")
        (form,) = [one for one in tree.forms if one.action.endswith("/correct")]
        values = dict(form.form_values())
        self.assertEqual("Zqexporter", values["exporter.name"])
        self.assertNotIn("number", values)
        # Sent as it is, it is the same permit.
        self.post("contact-xa", path, **values)
        self.assertEqual([], revisions_of(found.id))
        del values["form.key"]  # as a form has that is opened anew
        changed = {**values, "lines.0.quantity": "7", "number": "XA-1", "country": "XB"}
        self.post("contact-xa", path, **changed)
        self.assertEqual(Decimal(7), self.known().permit.lines[0].quantity)
        self.assertEqual(1, len(revisions_of(found.id)))
        self.assertIsNone(self.known("XB", "XA-1"))
        self.page("customs-xb", f"{self.permits}/{path}", status=403)
        foreign = self.store(current(country="XB"))
        self.page("contact-xa", f"{self.permits}/{foreign.id}/correct", status=403)

    def test_blocks_without_scripts(self):
        tree = self.parse(self.record(status=200, add="1"))
        self.assertEqual(
            4,
            len(tree.xpath("//fieldset[@class='permit-line'][not(ancestor::template)]")),
        )
        tree = self.parse(self.record(status=200, remove="0"))
        (first, *_others) = tree.xpath("//input[@name='lines.0.scientific_name']/@value")
        self.assertEqual("Leptailurus serval", first)
        self.assertIsNone(self.known())

    def test_a_code_that_is_offered_no_more_is_not_lost(self):
        found = self.store(current(purpose="V"))
        tree = self.page("contact-xa", f"{self.permits}/{found.id}/correct")
        (form,) = [one for one in tree.forms if one.action.endswith("/correct")]
        self.assertEqual("V", dict(form.form_values())["purpose"])
