"""The page of one event, and the views saved on the page of the trail."""

import requests
import transaction
from cites.cug.core.codelists.lists import title
from cites.cug.core.named_values import MOST
from cites.cug.core.sql.session import read_connection
from cites.cug.core.trail.notes import verifier_keys
from cites.cug.core.trail.trail import AuditEvent, record
from cites.cug.demo.testing import PASSWORD
from cites.cug.trail_desk.details import in_words
from cites.cug.trail_desk.jobs import SealEvents
from cites.cug.trail_desk.saved_views import save_view
from cites.cug.web.limits.use import PREFIX
from lxml import html
from plone import api
from sqlalchemy import select
from tests.core.trail.tree_case import verify
from tests.membership.case import MembersCase
from zope.i18n import translate


EVENT = AuditEvent.__table__


def in_english(pairs):
    """Titles and values as a page shows them."""
    return [
        tuple(translate(one) if isinstance(one, str) else one for one in pair)
        for pair in pairs
    ]


class EventPageTest(MembersCase):
    def test_from_the_list_to_one_event_and_its_proof(self):
        page = self.page("secretariat", "audit-trail?action=audit")
        page = self.page("secretariat", "audit-trail?action=audit")
        url = page.xpath("//main//tbody/tr[1]/td[1]/a/@href")[0]
        name = url.rpartition("/")[2]
        waits = self.page("secretariat", name).text_content()
        self.assertIn("Audit trail read", waits)
        self.assertIn("can be verified within a minute", waits)
        while SealEvents().run():
            pass
        sealed = self.page("secretariat", name)
        self.assertIn("Verified", sealed.text_content())
        self.assertTrue(sealed.xpath("//section[@aria-labelledby='others-0']//tbody/tr"))
        (proof,) = sealed.xpath("//main//a[contains(@href, 'download=proof')]/@href")
        answer = requests.get(proof, auth=("secretariat", PASSWORD), timeout=120)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        verifier = verify.Verifier(verifier_keys())
        verifier.file("", answer.text)
        self.assertEqual(([], 1), (verifier.wrong, verifier.checked))

    def test_its_details_are_in_the_reader_s_words(self):
        group, detail = self.layer["portal"]["cheetahs"], {"category": "customs"}
        record("member.change", target=group, acting_user="secretariat", detail=detail)
        transaction.commit()
        trail = "audit-trail?action=member.change&set_language=fr"
        (row, *_others) = self.page("secretariat", trail).xpath("//main//tbody/tr")
        self.assertRegex(row.text_content(), r"Catégorie\u202f:\s+\w")
        name = row.xpath("./td[1]/a/@href")[0].rpartition("/")[2]
        page = self.page("secretariat", f"{name}&set_language=fr")
        titles = [one.text_content() for one in page.xpath("//dt")]
        self.assertIn("Catégorie", titles)
        self.assertNotIn("category", titles)

    def test_where_something_was_refused_is_said_in_words(self):
        told = in_english(
            in_words({"step": "permission", "other": 1}, "refusal.forbidden", "en")
        )
        self.assertEqual([("other", 1), ("Refused by", "what the member may do")], told)

    def test_yes_no_and_lists_are_said_in_words(self):
        detail = {"marked": False, "note": "", "readers": ["category:igo", "country:FR"]}
        told = in_english(in_words(detail, "library.state", "en"))
        mark = ("Marked with the reader’s name", "no")
        readers = f"{title('category', 'igo', 'en')}, France"
        self.assertEqual([mark, ("Readers", readers)], told)

    def test_what_was_removed_and_why_is_said_in_words(self):
        detail = {"positions": "0-1,9", "proof": "x", "reason": "kept for long enough"}
        told = [("Events", "1-2,10"), ("Reason", "kept for long enough")]
        self.assertEqual(told, in_english(in_words(detail, "audit.remove", "en")))

    def test_what_the_trail_was_searched_for_is_said_in_words(self):
        detail = {"action": "library.add", "actor": "customs-xa", "result": "done"}
        told = [
            ("What was done", "Item added to the library"),
            ("User name", "customs-xa"),
            ("Outcome", "Was done"),
        ]
        self.assertEqual(told, in_english(in_words(detail, "audit.read", "en")))

    def test_a_setting_that_was_changed_is_said_in_words(self):
        told = in_words({"sends_hour": 7}, "limits.settings", "en")
        field = api.portal.get_tool("portal_registry").records[f"{PREFIX}.sends_hour"]
        self.assertEqual([(field.field.title, 7)], told)
        told = in_words({"sends_hour": 7}, "test.one", "en")
        self.assertEqual([("sends_hour", 7)], told)

    def test_its_time_is_shown_to_the_second_with_its_zone(self):
        record("test.one", target=self.layer["portal"]["cheetahs"], acting_user="x")
        transaction.commit()
        (link,) = self.page("secretariat", "audit-trail?action=test.one").xpath(
            "//main//tbody/tr/td[1]/a/@href"
        )
        (time,) = self.page("secretariat", link.rpartition("/")[2]).xpath(
            "//main//dd/time[@data-exact]"
        )
        self.assertRegex(time.text_content(), r"\d\d:\d\d:\d\d UTC$")

    def test_what_is_not_there(self):
        for user, event, status in (
            ("secretariat", "999999999", 404),
            ("secretariat", "x", 400),
            ("customs-xa", "1", 403),
        ):
            url = f"{self.group}/audit-event?event={event}"
            answer = requests.get(url, auth=(user, PASSWORD), timeout=120)
            self.assertEqual(status, answer.status_code, answer.text)


class SavedViewsTest(MembersCase):
    def send(self, page, **values):
        """Send the form that has this field or button."""
        name = next(iter(values))
        forms = [
            one
            for one in page.forms
            if one.method == "POST" and one.xpath(f".//*[@name='{name}']")
        ]
        fields = {**dict(forms[0].form_values()), **values}
        answer = requests.post(
            f"{self.group}/audit-trail",
            auth=("secretariat", PASSWORD),
            data=fields,
            timeout=120,
        )
        return answer, html.fromstring(answer.text)

    def test_a_view_is_saved_chosen_and_deleted(self):
        page = self.page("secretariat", "audit-trail?action=member&result=done")
        answer, page = self.send(page, save_as="Members")
        self.assertEqual(200, answer.status_code)
        (link,) = page.xpath("//section[@aria-labelledby='views']//a")
        self.assertEqual("Members", link.text)
        self.assertIn("action=member", link.get("href"))
        self.assertIn("result=done", link.get("href"))
        key = page.xpath("//button[@name='forget']/@value")[0]
        answer, page = self.send(page, forget=key)
        self.assertEqual([], page.xpath("//section[@aria-labelledby='views']"))
        # As with the service, both are on record.
        query = select(EVENT.c.action, EVENT.c.actor).order_by(EVENT.c.id)
        with read_connection() as connection:
            views = EVENT.c.action.startswith("audit.view")
            told = [tuple(row) for row in connection.execute(query.where(views))]
        self.assertEqual(
            [("audit.view_save", "secretariat"), ("audit.view_delete", "secretariat")],
            told,
        )

    def test_a_view_without_a_name(self):
        page = self.page("secretariat", "audit-trail?q=crate")
        answer, page = self.send(page, save_as=" ")
        self.assertEqual(400, answer.status_code)
        self.assertIn("Enter a name of at most 60", page.text_content())
        self.assertEqual("crate", page.xpath("//input[@id='q']/@value")[0])

    def test_more_views_than_are_kept(self):
        for number in range(MOST):
            group = self.layer["portal"]["cheetahs"]
            asked = {"q": "x"}
            save_view(group, f"view {number}", asked, acting_user="secretariat")
        transaction.commit()
        page = self.page("secretariat", "audit-trail?q=crate")
        answer, page = self.send(page, save_as="One more")
        self.assertEqual(409, answer.status_code)
        self.assertEqual("crate", page.xpath("//input[@id='q']/@value")[0])
        # The page that says so is a reading of the trail, and recorded as well.
        told = select(EVENT.c.id).where(EVENT.c.action == "audit.read")
        with read_connection() as connection:
            self.assertEqual(2, len(connection.execute(told).all()))
