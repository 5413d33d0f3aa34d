"""What became of a permit, said on its page."""

from cites.cug.permits.permit import Status
from tests.permits.browser.case import current, PermitsCase


LOST = {"status": "lost_or_stolen", "reason": "Reported by the exporter"}


class StatusTest(PermitsCase):
    def setUp(self):
        super().setUp()
        self.found = self.store(current())
        self.path = f"{self.found.id}/status"

    def status(self):
        return self.known().status

    def test_it_is_asked_before_it_is_done(self):
        page = self.page("contact-xa", f"{self.permits}/{self.path}")
        answer = self.post("contact-xa", self.path, expect=200, page=page, **LOST)
        self.assertEqual(Status.ISSUED, self.status())
        asked = self.parse(answer)
        self.assertIn("Reported lost or stolen", self.words(asked, "//main//h2"))
        (form,) = [one for one in asked.forms if one.action.endswith("/status")]
        values = {**dict(form.form_values()), "sure": "1"}
        answer = self.ask("contact-xa", "POST", form.action, data=values)
        self.assertEqual(302, answer.status_code)
        self.assertEqual(Status.LOST_OR_STOLEN, self.status())
        self.assertEqual("Reported by the exporter", self.known().reason)

    def test_nobody_changes_what_another_changed_meanwhile(self):
        page = self.page("contact-xa", f"{self.permits}/{self.path}")
        self.post("secretariat", self.path, expect=302, sure="1", **LOST)
        (form,) = [one for one in page.forms if one.action.endswith("/status")]
        mine = {"status": "cancelled", "reason": "Withdrawn by the authority"}
        values = {**dict(form.form_values()), **mine}
        answer = self.post("contact-xa", self.path, expect=412, **values)
        told = self.words(self.parse(answer), "//*[@id='changed-meanwhile']")
        self.assertIn("Reported lost or stolen", told)
        self.assertEqual(Status.LOST_OR_STOLEN, self.status())

    def test_one_may_go_back(self):
        answer = self.post("contact-xa", self.path, expect=200, back="1", **LOST)
        tree = self.parse(answer)
        self.assertEqual("Reported by the exporter", tree.xpath("//textarea")[0].text)
        (chosen,) = tree.xpath("//select[@name='status']/option[@selected]/@value")
        self.assertEqual("lost_or_stolen", chosen)

    def test_mistakes_are_named_and_what_was_typed_is_kept(self):
        for form, field in (
            ({**LOST, "reason": "  "}, "reason"),
            ({**LOST, "reason": "x" * 2001}, "reason"),
            ({**LOST, "status": "valid"}, "status"),
            ({"status": "replaced", "reason": "New box"}, "replaced_by"),
            (
                {"status": "replaced", "reason": "x", "replaced_by": "xa 2026 000123"},
                "replaced_by",
            ),
        ):
            answer = self.post("contact-xa", self.path, expect=400, sure="1", **form)
            tree = self.parse(answer)
            (wrong,) = tree.xpath("//main//*[@aria-invalid='true']/@name")
            self.assertEqual(field, wrong)
            self.assertEqual(
                form["reason"].strip(), tree.xpath("//textarea")[0].text.strip()
            )
        self.assertEqual(Status.ISSUED, self.status())

    def test_only_keepers_of_the_country_and_the_secretariat(self):
        for user in ("customs-xb", "police-xa", "igo-interpol"):
            self.page(user, f"{self.permits}/{self.path}", status=403)
            self.post(user, self.path, expect=403, sure="1", **LOST)
        foreign = f"{self.store(current(country='XB')).id}/status"
        self.page("contact-xa", f"{self.permits}/{foreign}", status=403)
        self.post("contact-xa", foreign, expect=403, sure="1", **LOST)
        self.assertEqual(Status.ISSUED, self.known("XB").status)
        self.post("secretariat", foreign, sure="1", **LOST)
        self.assertEqual(Status.LOST_OR_STOLEN, self.known("XB").status)

    def test_without_a_token_nothing_is_done(self):
        url = f"{self.permits}/{self.path}"
        answer = self.ask("contact-xa", "POST", url, data={**LOST, "sure": "1"})
        self.assertEqual(403, answer.status_code)
        self.assertEqual(Status.ISSUED, self.status())
