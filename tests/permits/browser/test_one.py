"""The page of one permit, as each kind of member meets it."""

from cites.cug.permits.permit import Party, PermitType, Status
from dataclasses import replace
from decimal import Decimal
from tests.library.case import text_of
from tests.permits.browser.case import (
    current,
    ENFORCEMENT,
    IGOS,
    IMPORTER,
    NAMES,
    PermitsCase,
)
from tests.permits.examples import SOUND_LINE


class OneTest(PermitsCase):
    def one(self, user, found, status=200):
        return self.page(user, f"{self.permits}/{found.id}", status=status)

    def links(self, tree):
        """What is offered to be done, by the end of its address."""
        links = tree.xpath("//main//div[@class='actions in-a-row']//a/@href")
        return {link.rpartition("/")[2] for link in links}

    def test_all_boxes_with_their_numbers(self):
        line = replace(SOUND_LINE, marks="Chip 985", quota=Decimal("1200.5"), unit="KIL")
        found = self.store(current(lines=(line,), special_conditions="By air\nonly"))
        tree = self.one("police-xa", found)
        shown = {
            " ".join(dt.text_content().split()): dd.text_content()
            for dt, dd in zip(
                tree.xpath("//main//dt"), tree.xpath("//main//dd"), strict=True
            )
        }
        self.assertEqual("Export permit", shown["Type of document"])
        self.assertEqual("Z – Zoo", shown["Purpose of the transaction"])
        self.assertEqual("By air\nonly", shown["Special conditions"])
        self.assertEqual("S 0001234", shown["Security stamp No."])
        self.assertEqual("Chip 985", shown["9 Marks or numbers"])
        self.assertEqual("1,200.5", shown["11a Annual quota"])
        self.assertEqual("kg", shown["11 Unit"])
        self.assertEqual("XA-2025-000009", shown["12 Permit No. of origin"])
        self.assertIn("Zqexporter\n7 Zqstreet", shown["Exporter or re-exporter"])

    def test_no_name_for_those_who_may_not_see_any(self):
        earlier = current()
        later = replace(earlier, importer=replace(IMPORTER, name="Zqother", country="XC"))
        found = self.store(earlier)
        self.store(later)
        for user in ENFORCEMENT:
            words = self.words(self.one(user, found))
            for name in (*NAMES, "Zqother"):
                self.assertIn(name, words)
        for user in IGOS:
            words = self.words(self.one(user, found))
            for name in (*NAMES, "Zqother", "Zqtown", "Scans"):
                self.assertNotIn(name, words)
            # Countries are not nominal.
            self.assertIn("Importer, Country Wonderland (exercise) Pixieland", words)

    def test_empty_boxes_stand_in_the_form_too(self):
        found = self.store(replace(current(), importer=Party(), exporter=Party()))
        for user, said in (("police-xa", "Importer empty"), ("igo-interpol", "Importer")):
            boxes = self.one(user, found).xpath("//*[@class='permit-box']")
            words = {box.xpath("string(b)"): text_of(box) for box in boxes}
            self.assertEqual(f"3 {said}", words["3"])
            self.assertIn("4", words)

    def test_only_keepers_are_offered_changes(self):
        found = self.store(current())
        expected = {
            "secretariat": {"export.xml", "status", "correct"},
            "contact-xa": {"export.xml", "status", "correct"},
            "customs-xb": {"export.xml"},
            "igo-interpol": {"export.xml"},
        }
        for user, links in expected.items():
            self.assertEqual(links, self.links(self.one(user, found)), user)
        foreign = self.store(current(country="XB"))
        self.assertEqual({"export.xml"}, self.links(self.one("contact-xa", foreign)))

    def test_missing_ones_and_strangers(self):
        found = self.store(current())
        self.page("police-xa", f"{self.permits}/0123", status=404)
        self.page("police-xa", f"{self.permits}/{found.id}/nothing", status=404)
        self.page("outsider", f"{self.permits}/{found.id}", status=404)
        self.page("customs-xb", f"{self.portal}/ivory/permits/{found.id}", status=404)

    def test_what_it_said_earlier(self):
        first = current()
        found = self.store(first)
        second = replace(first, type=PermitType.REEXPORT, issue_place="Port")
        self.store(second)
        self.store(replace(second, lines=(replace(SOUND_LINE, quantity=Decimal(3)),) * 2))
        tree = self.one("police-xa", found)
        newest, oldest = (
            [" ".join(row.text_content().split()) for row in table.xpath(".//tbody/tr")]
            for table in tree.xpath("//section[@id='revisions']//table")
        )
        self.assertEqual(
            ["1 Type of document Export permit Re-export certificate"], oldest[:1]
        )
        self.assertEqual("13 Place of issue Port", oldest[1])
        self.assertEqual("11 Block A, Quantity 2 3", newest[0])
        self.assertIn("7 Block A, Scientific name Acinonyx jubatus", newest)

    def test_its_history(self):
        found = self.store(current())
        self.assertIn("Nobody has changed it", self.words(self.one("police-xa", found)))
        self.mark(found, Status.PARTLY_USED, "One of two left")
        self.mark(found, Status.USED, "The second left")
        tree = self.one("igo-interpol", found)
        steps = [
            " ".join(step.text_content().split())
            for step in tree.xpath("//section[contains(@class, 'history')]//ol/li")
        ]
        self.assertRegex(steps[0], "^Used .* UTC .*contact point.* The second left$")
        self.assertRegex(steps[1], "^Partly used .* One of two left$")

    def test_of_members_of_other_groups_no_name_is_told(self):
        found = self.store(current())
        self.mark(found, Status.USED)
        words = self.words(
            self.page("police-xb", f"{self.portal}/ivory/permits/{found.id}")
        )
        self.assertIn("Used", words)
        self.assertNotIn("contact point", words)
        self.assertNotIn("contact-xa", words)
