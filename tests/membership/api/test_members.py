"""The directory over REST, and what its keepers do."""

from cites.cug.membership.renewal import today
from datetime import timedelta
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from tests.membership.case import MembersCase
from tests.some import some


KEYS = {
    "@id",
    "id",
    "fullname",
    "country",
    "organisation",
    "function",
    "category",
    "contact_point",
    "service",
    "state",
}
PRIVATE = {"telephone", "email"}
DATES = {"validated", "valid_until", "last_used", "suspended_for"}


class DirectoryTest(MembersCase):
    def test_members_see_all_others_without_their_numbers(self):
        for user in ("customs-xb", "igo-unodc"):
            items = self.items(user)
            self.assertEqual(10, len(items))
            own = items.pop(user)
            self.assertEqual(KEYS | PRIVATE | DATES, own.keys())
            self.assertEqual(f"{user}@example.org", own["email"])
            for item in items.values():
                self.assertEqual(KEYS, item.keys())

    def test_what_is_said_of_a_member(self):
        item = self.items("igo-unodc")["contact-xa"]
        self.assertEqual("National contact point, XA (exercise)", item["fullname"])
        self.assertEqual(("XA", "customs"), (item["country"], item["category"]))
        self.assertEqual("Head of the enforcement office", item["function"])
        self.assertIs(True, item["contact_point"])
        self.assertEqual("active", item["state"])
        self.assertEqual(f"{self.members}/contact-xa", item["@id"])
        self.assertEqual(item, self.ask("igo-unodc", path="/contact-xa").json())

    def test_the_secretariat_sees_numbers_and_dates_of_all(self):
        for item in some(self.items("secretariat").values()):
            self.assertEqual(KEYS | PRIVATE | DATES | {"second_factor"}, item.keys())

    def test_contact_points_see_dates_of_whom_they_keep(self):
        items = self.items("contact-xa")
        dated = {name for name, item in items.items() if item.keys() >= DATES}
        self.assertEqual({"customs-xa", "police-xa", "wildlife-xa", "contact-xa"}, dated)
        private = {name for name, item in items.items() if item.keys() >= PRIVATE}
        self.assertEqual({"contact-xa"}, private)

    def test_by_words_country_and_category(self):
        for query, expected in (
            ("?country=XA&category=police", {"police-xa"}),
            ("?q=CYBERCRIME+xb", {"police-xb"}),
            ("?q=interpol", {"igo-interpol"}),
            ("?q=nobody+at+all", set()),
            ("?category=igo", {"igo-interpol", "igo-unodc"}),
        ):
            self.assertEqual(expected, set(self.items("customs-xa", query)), query)

    def test_pages(self):
        first = self.ask("customs-xa", path="?b_size=4&category=").json()
        self.assertEqual((10, 4), (first["items_total"], len(first["items"])))
        following = self.ask("customs-xa", path="?b_size=4&b_start=8").json()
        self.assertEqual(2, len(following["items"]))
        self.assertIn("b_start=4", first["batching"]["next"])
        beyond = self.ask("customs-xa", path="?b_size=4&b_start=40").json()
        self.assertIn("b_start=8", beyond["batching"]["prev"])
        names = [item["fullname"] for item in first["items"]]
        self.assertEqual(sorted(names, key=str.casefold), names)

    def test_bad_questions_are_named(self):
        for query, field in (
            ("?country=QQ", "country"),
            ("?category=pirates", "category"),
            ("?state=asleep", "state"),
            ("?b_size=1000", "b_size"),
            ("?due=soon", "due"),
            ("?q=a&q=b", "q"),
        ):
            answer = self.ask("secretariat", path=query)
            self.assertEqual(400, answer.status_code, query)
            self.assertTrue(answer.json()["message"].startswith(f"{field}:"), query)

    def test_dates_are_a_filter_for_keepers_only(self):
        soon = today() + timedelta(days=20)
        for name in ("police-xa", "police-xb"):
            self.note(name, valid_until=soon)
        found = {
            user: set(self.items(user, "?due=30"))
            for user in ("secretariat", "contact-xa", "police-xa", "igo-unodc")
        }
        self.assertEqual({"police-xa", "police-xb"}, found["secretariat"])
        self.assertEqual({"police-xa"}, found["contact-xa"])
        self.assertEqual(set(), found["police-xa"] | found["igo-unodc"])

    def test_unused_accounts_are_found(self):
        self.note("wildlife-xc", active_since=today() - timedelta(days=100))
        self.assertEqual({"wildlife-xc"}, set(self.items("secretariat", "?unused=90")))

    def test_only_members_look(self):
        self.assertEqual(404, self.ask("outsider").status_code)
        self.assertEqual(404, self.ask("outsider", path="/police-xa").status_code)
        manager = self.ask(SITE_OWNER_NAME, password=SITE_OWNER_PASSWORD)
        self.assertEqual(403, manager.status_code)
        self.assertEqual(401, self.ask("nobody", password="x").status_code)

    def test_strangers_are_not_there(self):
        for path in ("/outsider", "/customs-xa/more", "/"):
            answer = self.ask("secretariat", path=path)
            self.assertEqual(404 if path != "/" else 200, answer.status_code, path)


class KeepingTest(MembersCase):
    def handle(self, user, member, name, **body):
        return self.ask(user, "POST", f"/{member}/{name}", body).status_code

    def test_suspension_is_felt_at_once_and_seen_by_few(self):
        answer = self.ask("secretariat", "POST", "/police-xa/suspend", {"reason": "Left"})
        self.assertEqual(200, answer.status_code, answer.text)
        self.assertEqual("suspended", answer.json()["state"])
        self.assertFalse(self.sees_group("police-xa"))
        self.assertEqual(404, self.ask("police-xa").status_code)
        for user, seen in (
            ("secretariat", True),
            ("contact-xa", True),
            ("customs-xa", False),
            ("igo-unodc", False),
        ):
            self.assertEqual(seen, "police-xa" in self.items(user), user)
            status = self.ask(user, path="/police-xa").status_code
            self.assertEqual(200 if seen else 404, status, user)
        self.assertEqual(
            {"police-xa"}, set(self.items("secretariat", "?state=suspended"))
        )
        self.assertEqual(200, self.handle("secretariat", "police-xa", "reactivate"))
        self.assertTrue(self.sees_group("police-xa"))

    def test_the_secretariat_does_everything(self):
        self.note("customs-xb", valid_until=today())
        self.assertEqual(200, self.handle("secretariat", "customs-xb", "revalidate"))
        self.assertLess(today(), self.entry("customs-xb").valid_until)
        self.assertEqual(204, self.handle("secretariat", "customs-xb", "remove"))
        self.assertIsNone(self.entry("customs-xb"))
        self.assertFalse(self.sees_group("customs-xb"))

    def test_contact_points_keep_their_own_country_only(self):
        for member, expected in (
            ("police-xa", 200),
            ("police-xb", 403),
            ("igo-unodc", 403),
            ("secretariat", 403),
            ("contact-xa", 403),
            ("outsider", 404),
        ):
            for name in ("revalidate", "suspend", "reactivate"):
                status = self.handle("contact-xa", member, name)
                self.assertEqual(expected, status, (member, name))
        self.assertEqual(403, self.handle("contact-xa", "police-xa", "remove"))
        self.handle("secretariat", "police-xb", "suspend")
        self.assertEqual(404, self.handle("contact-xa", "police-xb", "reactivate"))

    def test_a_contact_point_never_keeps_the_secretariat(self):
        self.note("secretariat", country="XA")
        self.assertEqual(403, self.handle("contact-xa", "secretariat", "suspend"))

    def test_members_keep_nobody(self):
        for user in ("customs-xa", "igo-unodc"):
            for name in ("suspend", "reactivate", "revalidate", "remove"):
                self.assertEqual(403, self.handle(user, "police-xa", name), name)
            # Whoever may not do it to anybody is told so of everybody.
            for name in ("suspend", "reactivate", "revalidate", "remove"):
                self.assertEqual(403, self.handle(user, "outsider", name), name)
        self.assertEqual(404, self.handle("outsider", "police-xa", "suspend"))

    def test_what_cannot_be_done_is_said(self):
        for name, body, field in (
            ("suspend", {"reason": 5}, "reason"),
            ("suspend", {"because": "x"}, "because"),
            ("suspend", {"reason": "x" * 501}, "reason"),
        ):
            answer = self.ask("secretariat", "POST", f"/police-xa/{name}", body)
            self.assertEqual(400, answer.status_code, body)
            self.assertIn(field, answer.json()["message"])
        for name in ("suspend", "remove"):
            answer = self.ask("secretariat", "POST", f"/secretariat/{name}", {})
            self.assertEqual(400, answer.status_code)
            self.assertIn(
                "at least one member of the Secretariat", answer.json()["message"]
            )
        self.handle("secretariat", "police-xa", "suspend")
        self.assertEqual(400, self.handle("secretariat", "police-xa", "revalidate"))
        for path in ("", "/police-xa", "/police-xa/promote"):
            self.assertEqual(404, self.ask("secretariat", "POST", path, {}).status_code)


class ChangeTest(MembersCase):
    def change(self, user, member, **body):
        return self.ask(user, "PATCH", f"/{member}", body)

    def test_the_secretariat_changes_category_and_contact_point(self):
        answer = self.change(
            "secretariat", "customs-xb", category="police", contact_point=True
        )
        self.assertEqual(204, answer.status_code, answer.text)
        entry = self.entry("customs-xb")
        self.assertEqual({"Police", "ContactPoint"}, entry.groups)
        self.assertEqual("XB", entry.country)

    def test_state_by_the_secretariat_and_the_contact_point(self):
        for user in ("secretariat", "contact-xa"):
            for state in ("suspended", "active"):
                answer = self.change(user, "police-xa", state=state)
                self.assertEqual(204, answer.status_code, answer.text)
                self.assertEqual(state, self.entry("police-xa").state)
                self.assertEqual(state == "active", self.sees_group("police-xa"))

    def test_contact_points_change_nothing_else(self):
        for body in ({"category": "igo"}, {"contact_point": True}):
            answer = self.change("contact-xa", "police-xa", **body, state="suspended")
            self.assertEqual(403, answer.status_code)
        self.assertEqual("active", self.entry("police-xa").state)
        for member in ("police-xb", "secretariat", "contact-xa"):
            answer = self.change("contact-xa", member, state="suspended")
            self.assertEqual(403, answer.status_code, member)

    def test_bad_values_are_named(self):
        for body, field in (
            ({"category": "pirates"}, "category"),
            ({"category": None}, "category"),
            ({"contact_point": "yes"}, "contact_point"),
            ({"state": "asleep"}, "state"),
            ({"state": None}, "state"),
            ({"state": ["active"]}, "state"),
            ({"fullname": "Other"}, "fullname"),
        ):
            answer = self.change("secretariat", "police-xa", **body)
            self.assertEqual(400, answer.status_code, body)
            self.assertIn(field, answer.json()["message"])

    def test_the_last_secretariat_member_stays(self):
        for body, field in (
            ({"category": "igo"}, "category"),
            ({"state": "suspended"}, "state"),
        ):
            answer = self.change("secretariat", "secretariat", **body)
            self.assertEqual(400, answer.status_code)
            self.assertTrue(answer.json()["message"].startswith(f"{field}:"))

    def test_members_and_strangers(self):
        self.assertEqual(
            403, self.change("police-xa", "police-xa", state="active").status_code
        )
        self.assertEqual(
            404, self.change("outsider", "police-xa", state="active").status_code
        )
        self.assertEqual(
            404, self.change("secretariat", "outsider", state="active").status_code
        )
