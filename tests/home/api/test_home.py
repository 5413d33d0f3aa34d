"""``@home``: what is new, due and to be decided, of a group and of all."""

import transaction
from collective.workspace.interfaces import IWorkspace
from datetime import date, timedelta
from tests.library.case import LibraryCase


PARTS = {"unread", "due", "alerts", "topics", "requests", "follows"}


class HomeTest(LibraryCase):
    def home(self, user, place=None, status=200):
        return self.rest(user, "GET", f"{place or self.group}/@home", status)

    def totals(self, user, place=None):
        found = self.home(user, place)
        return {name: found[name]["items_total"] for name in PARTS}

    def test_each_part_has_its_number_and_the_rows_of_its_list(self):
        found = self.home("wildlife-xc")
        self.assertEqual(found.keys(), {"@id", *PARTS})
        before = self.totals("wildlife-xc")
        fields = {"to": ["wildlife-xc"], "body": "EXERCISE", "handling": "green"}
        letter = {**fields, "subject": "Quoll seen"}
        self.rest("police-xa", "POST", f"{self.group}/@messages", 201, json=letter)
        request = {**fields, "subject": "Whose?", "kind": "other", "due": "2999-12-31"}
        self.rest("police-xa", "POST", f"{self.group}/@requests", 201, json=request)
        alert = self.published()
        added = {"unread": 2, "due": 1, "alerts": 1, "requests": 1}
        expected = {name: total + added.get(name, 0) for name, total in before.items()}
        self.assertEqual(self.totals("wildlife-xc"), expected)
        found = self.home("wildlife-xc")
        self.assertEqual(found["alerts"]["items"][0]["@id"], alert)
        self.assertEqual(found["unread"]["items"][0]["subject"], "Whose?")
        self.assertEqual(found["due"]["items"][0]["answer_by"], "2999-12-31")
        self.assertEqual(found["requests"]["items"][0]["state"], "open")

    def test_what_was_answered_and_read_is_gone(self):
        fields = {"to": ["wildlife-xc"], "body": "EXERCISE", "handling": "green"}
        request = {**fields, "subject": "Whose?", "kind": "other", "due": "2999-12-31"}
        asked = self.rest(
            "police-xa", "POST", f"{self.group}/@requests", 201, json=request
        )
        alert = self.published()
        before = self.totals("wildlife-xc")
        answer = {"body": "Ours."}
        self.rest("wildlife-xc", "POST", f"{asked['@id']}/answer", 201, json=answer)
        self.rest("wildlife-xc", "GET", alert, 200)
        gone = {"due": 1, "requests": 1, "alerts": 1, "unread": 1}
        expected = {name: total - gone.get(name, 0) for name, total in before.items()}
        self.assertEqual(self.totals("wildlife-xc"), expected)

    def test_who_decides_has_tasks(self):
        self.move(self.make(), "submit", user="customs-xa")
        tasks = {one["task"]: one for one in self.home("secretariat")["tasks"]}
        self.assertEqual(tasks["pending"]["items_total"], 1)
        self.assertEqual(tasks["pending"]["@id"], f"{self.group}/library?state=pending")
        contact = {one["task"] for one in self.home("contact-xa")["tasks"]}
        self.assertEqual(contact, {"access-requests", "memberships"})
        self.assertNotIn("tasks", self.home("igo-unodc"))

    def test_memberships_that_end_soon_are_told_to_who_keeps_them(self):
        def told(user):
            tasks = {one["task"]: one for one in self.home(user)["tasks"]}
            return tasks["memberships"]["items_total"]

        before = told("secretariat"), told("contact-xa")
        group = self.layer["portal"]["cheetahs"]
        for user, days in (("police-xa", 30), ("police-xb", 29), ("wildlife-xc", 31)):
            until = date.today() + timedelta(days)
            IWorkspace(group)[user].update({"valid_until": until})
        transaction.commit()
        self.assertEqual(told("secretariat"), before[0] + 2)
        self.assertEqual(told("contact-xa"), before[1] + 1)

    def test_all_groups_together(self):
        self.published()
        for user in ("police-xb", "secretariat"):
            groups = [self.group, f"{self.portal}/ivory"]
            totals = [self.totals(user, group) for group in groups]
            both = self.home(user, self.portal)
            for name in PARTS:
                self.assertEqual(
                    both[name]["items_total"], sum(one[name] for one in totals), name
                )
            for item in both["alerts"]["items"]:
                self.assertTrue(item["@id"].startswith(item["group"]["@id"]))
        found = self.home("outsider", self.portal)
        self.assertEqual({found[name]["items_total"] for name in PARTS}, {0})
        self.home("outsider", status=404)
