"""The look-up page, as each kind of member meets it."""

import transaction
from cites.cug.permits.permit import Status
from cites.cug.web.limits.use import Limit
from dataclasses import replace
from datetime import datetime, timedelta
from plone import api
from pytz import timezone
from tests.permits.browser.case import (
    current,
    ENFORCEMENT,
    IGOS,
    NAMES,
    PermitsCase,
    TODAY,
)
from tests.web.limits.test_use import set_limit


class LookUpTest(PermitsCase):
    def verdict(self, tree):
        return self.words(tree, "//*[@class='verdict-word']")

    def test_the_form_is_offered_to_all_members_and_to_nobody_else(self):
        for user in (*ENFORCEMENT, *IGOS):
            tree = self.page(user, self.permits)
            self.assertTrue(tree.xpath("//select[@name='country']"))
            self.assertTrue(tree.xpath("//nav//a[@aria-current][text()='Permits']"))
        self.page("outsider", self.permits, status=404)
        self.assertEqual(302, self.ask(None, "GET", self.permits).status_code)

    def test_after_many_that_are_not_there_the_page_says_when_to_go_on(self):
        self.store(current())
        set_limit(Limit.MISSING_PERMITS, 1)
        self.looked_up("igo-interpol", "XA-1")
        query = {"country": "XA", "number": "XA-2026-000123"}
        answer = self.ask("igo-interpol", "GET", self.permits, params=query)
        self.assertEqual(429, answer.status_code)
        self.assertIn("Retry-After", answer.headers)
        self.assertIn("You have reached a limit.", answer.text)
        self.assertNotIn("verdict-word", answer.text)
        doubt = self.post("igo-interpol", "doubt", **query)
        self.assertIn(
            "/permits?country=XA&number=XA-2026-000123", doubt.headers["Location"]
        )

    def test_one_look_says_whether_it_can_be_used(self):
        self.store(current())
        for number in ("XA-2026-000123", "xa 2026 000123", "XA2026000123"):
            tree = self.looked_up("customs-xb", number, "xa")
            self.assertEqual("Valid", self.verdict(tree))
        words = self.words(tree)
        for expected in ("XA-2026-000123", "Acinonyx jubatus", "Appendix I", "Export"):
            self.assertIn(expected, words)
        until = (TODAY + timedelta(days=100)).isoformat()
        self.assertTrue(tree.xpath("//time[@datetime=$day]", day=until))

    def test_its_last_day_is_that_of_the_reader(self):
        """Two places whose clocks are 25 hours apart never have the same day."""
        last = datetime.now(timezone("Pacific/Pago_Pago")).date()
        found = self.store(replace(current(), valid_until=last))
        for zone, verdict in (
            ("Pacific/Pago_Pago", "Valid"),
            ("Pacific/Kiritimati", "Expired"),
        ):
            transaction.begin()
            member = api.user.get("customs-xb")
            member.setMemberProperties({"timezone": zone})
            transaction.commit()
            self.assertEqual(verdict, self.verdict(self.looked_up("customs-xb")))
            whole = self.page("customs-xb", f"{self.permits}/{found.id}")
            self.assertEqual(verdict, self.verdict(whole))
            listed = self.page("customs-xb", f"{self.permits}/search")
            self.assertIn(verdict, self.words(listed, "//li[@class='row']"))

    def test_what_became_of_it_comes_first(self):
        found = self.store(current())
        self.mark(found, Status.LOST_OR_STOLEN, "Reported by the exporter")
        tree = self.looked_up("police-xa")
        self.assertEqual("Reported lost or stolen", self.verdict(tree))
        self.assertIn("Reported by the exporter", self.words(tree))
        self.mark(found, Status.REPLACED, replaced_by="XA-2026-9/1")
        tree = self.looked_up("police-xa")
        self.assertEqual("Replaced", self.verdict(tree))
        (link,) = tree.xpath("//section[contains(@class, 'verdict')]//a/@href")
        self.assertTrue(link.endswith("?country=XA&number=XA-2026-9%2F1"))

    def test_warnings_with_their_source(self):
        self.store(current(purpose="T"))
        tree = self.looked_up("customs-xb", stamp="another")
        self.assertEqual("Valid, with warnings", self.verdict(tree))
        self.assertTrue(tree.xpath("//section[contains(@class, 'tone-caution')]"))
        first, second = tree.xpath("//section[@class='warnings']//li")
        self.assertIn("stamp that you read is not", first.text_content())
        self.assertIn("Box 5b", first.text_content())
        self.assertIn("Article III", second.text_content())
        tree = self.looked_up("customs-xb", stamp="s-0001234")
        self.assertEqual(1, len(tree.xpath("//section[@class='warnings']//li")))

    def test_names_are_for_enforcement_alone(self):
        self.store(current())
        for user in ENFORCEMENT:
            text = self.words(self.looked_up(user))
            for name in NAMES:
                self.assertIn(name, text)
        for user in IGOS:
            text = self.words(self.looked_up(user))
            for name in (*NAMES, "Zqtown"):
                self.assertNotIn(name, text)
            self.assertIn("Importer Wonderland (exercise)", text)

    def test_not_found_says_what_to_do(self):
        tree = self.looked_up("customs-xb", "XA-1")
        self.assertEqual("Not found", self.verdict(tree))
        self.assertIn("O and 0", self.words(tree))
        self.assertIn("XA-1", self.words(tree, "//*[@class='verdict-key']"))
        self.assertTrue(tree.xpath("//form[contains(@action, '/permits/doubt')]"))
        # Mistyped more often than forged.
        self.assertEqual(["XA-1"], tree.xpath("//input[@id='number']/@value"))

    def test_mistakes_are_named_and_what_was_typed_is_kept(self):
        for query, field in (
            ({"country": "XA", "number": ""}, "number"),
            ({"country": "", "number": "1"}, "country"),
            ({"country": "QQ", "number": "1"}, "country"),
            ({"country": "XA", "number": "1" * 71}, "number"),
            ({"country": "XA", "number": "1", "stamp": "1" * 71}, "stamp"),
            ({"country": ["XA", "XB"], "number": "1"}, "country"),
        ):
            tree = self.page("customs-xb", self.permits, status=400, **query)
            (wrong,) = tree.xpath("//main//*[@aria-invalid='true']/@name")
            self.assertEqual(field, wrong)
            if field != "country":
                (chosen,) = tree.xpath("//select/option[@selected]/@value")
                self.assertEqual("XA", chosen)

    def test_in_the_language_of_the_reader(self):
        self.store(current())
        for language, word in (("fr", "Valable"), ("es", "Válido")):
            tree = self.looked_up("customs-xb", set_language=language)
            self.assertEqual(word, self.verdict(tree))

    def test_what_is_typed_does_nothing(self):
        evil = '"><script>alert(1)</script>'
        text = self.ask(
            "customs-xb", "GET", self.permits, params={"country": "XA", "number": evil}
        ).text
        self.assertNotIn("<script>alert", text)


class SpecimensTest(PermitsCase):
    """Forms of the country, to compare the paper with."""

    def setUp(self):
        super().setUp()
        self.form = self.make_document(
            title="EXERCISE: form of XA",
            document_type="permit_specimen",
            countries=["XA"],
        )
        self.move(self.form, "submit", "publish")

    def shown(self, user, country="XA"):
        tree = self.looked_up(user, country=country)
        return tree.xpath("//aside//li/a/@href")

    def test_those_that_one_may_see_of_that_country(self):
        self.assertEqual([self.form], self.shown("police-xa"))
        self.assertEqual([], self.shown("police-xa", "XB"))
        self.assertEqual([], self.shown("igo-interpol"))
        self.move(self.form, "share")
        self.assertEqual([self.form], self.shown("igo-interpol"))

    def test_none_that_is_not_in_force(self):
        """A form that was withdrawn, or never published, would prove a paper wrong."""
        self.move(self.form, "archive")
        self.make_document(document_type="permit_specimen", countries=["XA"])
        for user in ("police-xa", "secretariat"):
            self.assertEqual([], self.shown(user), user)

    def test_no_other_documents(self):
        other = self.make_document(countries=["XA"])
        self.move(other, "submit", "publish")
        self.assertEqual([self.form], self.shown("police-xa"))
