"""The library over HTTP, as each kind of member."""

import requests
import transaction
import unittest
from cites.cug.access.roles import Category
from cites.cug.codelist_editor.actions import replace_corrections
from cites.cug.core.fulltext.models import ContentWords
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from cites.cug.library.lists.api import library
from cites.cug.membership.actions import change_member
from cites.cug.web.restapi import services
from cites.cug.web.restapi.content import ContentGet
from sqlalchemy import delete, insert, select
from tests.library.http import as_json
from tests.library.samples import picture
from tests.web.restapi.tags import TagsOfOneAnswer
from unittest.mock import patch


#: To see whether an item is made, and have it made.
MADE = {"side_effect": ContentGet.reply}


class ServicesCase(unittest.TestCase):
    layer = CUG_HTTP

    def setUp(self):
        self.portal = self.layer["portal"].absolute_url()
        self.library = f"{self.portal}/cheetahs/library"

    def ask(self, user, method, url, headers=None, **kw):
        auth = (user, PASSWORD) if user else None
        headers = {"Accept": "application/json", **(headers or {})}
        return requests.request(
            method, url, auth=auth, headers=headers, timeout=120, **kw
        )

    def make_alert(self, user="customs-xa", **fields):
        fields = {
            "@type": "Alert",
            "title": "EXERCISE: cubs in a crate",
            "alert_type": "seizure",
            "handling": "green",
            **fields,
        }
        answer = self.ask(user, "POST", self.library, json=fields)
        self.assertEqual(answer.status_code, 201, answer.text)
        return answer.json()["@id"]

    def move(self, alert, *transitions, user="secretariat"):
        for name in transitions:
            answer = self.ask(user, "POST", f"{alert}/@workflow/{name}", json={})
            self.assertEqual(answer.status_code, 200, answer.text)

    def listed(self, user, **query):
        answer = self.ask(user, "GET", f"{self.portal}/cheetahs/@library", params=query)
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.json()


class ServicesTest(ServicesCase):
    def test_an_alert_reaches_enforcement_and_then_igos(self):
        alert = self.make_alert()
        self.assertEqual(self.ask("customs-xb", "GET", alert).status_code, 404)
        self.move(alert, "submit", user="customs-xa")
        self.move(alert, "publish")
        self.assertEqual(self.ask("customs-xb", "GET", alert).status_code, 200)
        self.assertEqual(self.ask("igo-interpol", "GET", alert).status_code, 404)
        self.assertEqual(self.listed("igo-interpol")["items_total"], 0)
        self.move(alert, "share")
        self.assertEqual(self.ask("igo-interpol", "GET", alert).status_code, 200)
        self.assertEqual(self.listed("igo-interpol")["items_total"], 1)

    def test_what_is_marked_red_is_never_shared(self):
        red = self.make_alert(handling="red")
        answer = self.ask("secretariat", "POST", f"{red}/@workflow/publish", json={})
        self.assertEqual(answer.status_code, 400)
        self.assertIn("TLP:RED", answer.text)
        self.assertEqual(self.ask("igo-interpol", "GET", red).status_code, 404)

    def test_what_is_shared_is_not_marked_red(self):
        alert = self.make_alert()
        self.move(alert, "publish", "share")
        answer = self.ask("secretariat", "PATCH", alert, json={"handling": "red"})
        self.assertEqual(answer.status_code, 400)
        self.assertIn("TLP:RED", answer.text)
        shown = self.ask("igo-interpol", "GET", alert).json()
        self.assertEqual(shown["handling"]["token"], "green")

    def test_what_is_made_is_answered_as_json(self):
        fields = {"@type": "Alert", "title": "EXERCISE", "alert_type": "seizure"}
        fields["handling"] = "green"
        answer = self.ask("customs-xa", "POST", self.library, json=fields)
        self.assertEqual(answer.status_code, 201, answer.text)
        self.assertEqual(answer.headers["Content-Type"], "application/json")

    def test_hidden_and_missing_are_alike(self):
        alert = self.make_alert()
        missing = f"{self.library}/0123456789abcdef"
        for user in ("outsider", "igo-interpol", "police-xb"):
            hidden = self.ask(user, "GET", alert)
            absent = self.ask(user, "GET", missing)
            self.assertEqual(hidden.status_code, 404, user)
            self.assertEqual(hidden.text, absent.text, user)
        for url in (alert, missing):
            self.assertEqual(self.ask(None, "GET", url).status_code, 401)

    def test_a_listing_row_tells_what_the_contract_names(self):
        alert = self.make_alert(incident_country="XA", incident_date="2026-03-01")
        row = self.listed("customs-xa")["items"][0]
        self.assertEqual(row["@id"], alert)
        self.assertEqual(row["state"], "draft")
        self.assertEqual(row["country"], "XA")
        self.assertEqual(row["incident_date"], "2026-03-01")
        self.assertEqual(row["author"], "customs-xa")
        self.assertFalse(row["unread"])

    def test_a_list_that_is_known_is_not_made_again(self):
        alert = self.make_alert()
        self.move(alert, "publish")
        url = f"{self.portal}/cheetahs/@library"
        first = self.ask("police-xb", "GET", url)
        known = {"If-None-Match": first.headers["ETag"]}
        with (
            patch.object(library, "list_items") as made,
            patch.object(services, "ask_row") as begun,
        ):
            again = self.ask("police-xb", "GET", url, headers=known)
        self.assertEqual((again.status_code, again.content), (304, b""))
        self.assertEqual(again.headers["ETag"], first.headers["ETag"])
        made.assert_not_called()
        begun.assert_not_called()  # no transaction of the records
        other = self.ask("police-xb", "GET", f"{url}?type=Alert", headers=known)
        self.assertEqual(other.status_code, 200)

    def test_its_tag_tells_of_changes_that_one_may_see_and_of_no_others(self):
        alert = self.make_alert()
        self.move(alert, "publish")
        url = f"{self.portal}/cheetahs/@library"
        first = self.ask("police-xb", "GET", url)
        known = {"If-None-Match": first.headers["ETag"]}
        self.make_alert()  # a draft of another
        hidden = self.ask("police-xb", "GET", url, headers=known)
        self.assertEqual(hidden.status_code, 304)
        self.ask("police-xb", "GET", alert)
        read = self.ask("police-xb", "GET", url, headers=known)
        self.assertEqual(read.status_code, 200)
        self.assertFalse(read.json()["items"][0]["unread"])
        known = {"If-None-Match": read.headers["ETag"]}
        self.ask("secretariat", "PATCH", alert, json={"title": "EXERCISE: another"})
        changed = self.ask("police-xb", "GET", url, headers=known)
        self.assertEqual(changed.json()["items"][0]["title"], "EXERCISE: another")

    def test_what_is_found_by_words_is_never_taken_for_known(self):
        """Words are written a moment after the content that has them."""
        self.move(self.make_alert(title="EXERCISE: jackals"), "publish")
        words = ContentWords.__table__
        with autonomous_transaction() as connection:
            rows = connection.execute(select(words)).mappings().all()
            connection.execute(delete(words))
        found = {"@library": "items_total", "@statistics": "incidents"}
        urls = {one: f"{self.portal}/cheetahs/{one}?q=jackals" for one in found}
        before = {one: self.ask("police-xb", "GET", url) for one, url in urls.items()}
        with autonomous_transaction() as connection:
            connection.execute(insert(words), [dict(row) for row in rows])
        for one, url in urls.items():
            self.assertEqual(before[one].json()[found[one]], 0)
            known = {"If-None-Match": before[one].headers["ETag"]}
            after = self.ask("police-xb", "GET", url, headers=known)
            self.assertEqual((after.status_code, one), (200, one))
            self.assertEqual(after.json()[found[one]], 1)

    def test_fields_of_an_alert_are_filters_and_can_be_counted(self):
        fields = {
            "alleged_origin": "XA",
            "transit_countries": ["XB", "XC"],
            "alleged_destination": "XC",
            "transport_mode": ["sea_container"],
            "concealment": ["parcel", "on_body"],
            "detection_method": "intelligence",
            "detecting_agency": "customs",
            "reason_for_seizure": ["import_no_permit"],
            "source_grade": "B",
            "information_grade": "3",
        }
        wanted = self.make_alert(**fields)
        self.make_alert(alleged_origin="XC", concealment=["crate_or_cage"])
        names = {
            "alleged_origin": "origin",
            "transit_countries": "transit",
            "alleged_destination": "destination",
        }
        for field, value in fields.items():
            values = [value] if isinstance(value, str) else value
            for one in values:
                found = self.listed("customs-xa", **{names.get(field, field): one})
                self.assertEqual([item["@id"] for item in found["items"]], [wanted], one)
        self.assertNotIn("concealment", self.listed("customs-xa")["facets"])
        counted = self.listed("customs-xa", facets="all")["facets"]
        self.assertEqual(
            counted["concealment"], {"parcel": 1, "on_body": 1, "crate_or_cage": 1}
        )
        self.assertEqual(counted["origin"], {"XA": 1, "XC": 1})
        counted = self.listed("police-xb", facets="all")["facets"]
        self.assertEqual(counted["origin"], {})

    def test_bad_parameters_name_the_field(self):
        for name, value in (
            ("b_size", "101"),
            ("sort_on", "secret"),
            ("since", "soon"),
            ("country", "Neverland"),
        ):
            answer = self.ask(
                "customs-xa",
                "GET",
                f"{self.portal}/cheetahs/@library",
                params={name: value},
            )
            self.assertEqual(answer.status_code, 400)
            self.assertIn(name, answer.json()["message"])


class TransitionTest(ServicesCase):
    def move_as(self, user, alert, name, **body):
        return self.ask(user, "POST", f"{alert}/@workflow/{name}", json=body)

    def test_who_may_not_is_forbidden_and_who_cannot_see_finds_nothing(self):
        alert = self.make_alert()
        self.move(alert, "publish")
        for user in ("customs-xa", "police-xb", "contact-xa"):
            self.assertEqual(self.move_as(user, alert, "share").status_code, 403, user)
        for user in ("igo-interpol", "outsider"):
            self.assertEqual(self.move_as(user, alert, "share").status_code, 404, user)
        self.assertEqual(self.move_as(None, alert, "share").status_code, 401)
        self.assertEqual(self.listed("igo-interpol")["items_total"], 0)

    def test_what_is_not_possible_names_what_is(self):
        alert = self.make_alert()
        for name in ("restrict", "explode"):
            answer = self.move_as("secretariat", alert, name)
            self.assertEqual(answer.status_code, 400)
            self.assertIn("transition", answer.json()["message"])
            self.assertIn("publish", answer.json()["message"])
        long = self.move_as("secretariat", alert, "publish", comment="x" * 1001)
        self.assertEqual(long.status_code, 400)
        self.assertIn("comment", long.json()["message"])

    def test_asking_again_finds_it_done(self):
        alert = self.make_alert()
        for _attempt in range(2):
            answer = self.move_as("secretariat", alert, "publish", comment="checked")
            self.assertEqual(answer.status_code, 200)
            self.assertEqual(answer.json()["review_state"], "enforcement")
            self.assertEqual(answer.json()["comments"], "checked")

    def test_only_publication_dates_an_item(self):
        alert = self.make_alert()
        self.move(alert, "submit", user="customs-xa")
        self.assertIsNone(self.listed("secretariat")["items"][0]["effective"])
        self.move(alert, "publish")
        self.assertIsNotNone(self.listed("secretariat")["items"][0]["effective"])


class KnownItemTest(TagsOfOneAnswer, ServicesCase):
    """Who has an item already gets 304 as long as it would be the same, not longer."""

    reader = "police-xb"

    def setUp(self):
        super().setUp()
        self.alert = self.make_alert(seizure_id="XA 12", hide_country=True)
        self.move(self.alert, "publish")

    def known(self, tag, user=None, query=None, **kw):
        """The answer to who has the one with this tag, and whether it was made."""
        with patch.object(ContentGet, "reply", autospec=True, **MADE) as made:
            answer = self.ask(
                user or self.reader,
                "GET",
                self.alert,
                {"If-None-Match": tag},
                params=query,
                **kw,
            )
        return answer, made.called

    def tag(self):
        answer = self.ask(self.reader, "GET", self.alert)
        self.assertEqual(200, answer.status_code, answer.text)
        return answer.headers["ETag"]

    def done(self, verb, url, user="secretariat", **body):
        answer = self.ask(user, verb, url, json=body)
        self.assertIn(answer.status_code, (200, 201, 204), answer.text)

    def inside(self, work, *args, **kw):
        """Something that happens in the portal itself, and is kept."""
        transaction.abort()
        work(*args, **kw)
        transaction.commit()

    def test_each_change_of_it_is_told(self):
        site = self.layer["portal"]
        group = site["cheetahs"]
        photo = {
            "@type": "Image",
            "title": "EXERCISE",
            "image": as_json(picture(), "a.png"),
        }
        own = {"acting_user": "secretariat"}
        changes = {
            "its title": lambda: self.done("PATCH", self.alert, title="EXERCISE: other"),
            "its handling": lambda: self.done("PATCH", self.alert, handling="amber"),
            "a picture in it": lambda: self.done("POST", self.alert, **photo),
            "its state": lambda: self.move(self.alert, "archive"),
            "the title of its folder": lambda: self.done(
                "PATCH", self.library, title="EXERCISE: library"
            ),
            "what its code is called": lambda: self.inside(
                *(replace_corrections, group, "alert_type", "seizure | A | B | C"), **own
            ),
            "one who knows its author": lambda: self.inside(
                *(change_member, group, self.reader),
                **{"category": Category.SECRETARIAT, **own},
            ),
        }
        self.assert_told(changes)

    def test_whether_it_is_locked_is_always_looked_at(self):
        tag = self.tag()
        lock = {"stealable": True, "timeout": 1}
        token = self.ask("secretariat", "POST", f"{self.alert}/@lock", json=lock).json()
        self.assertTrue(token["locked"])
        locked, _made = self.known(tag)
        self.assertEqual(200, locked.status_code)
        same, made = self.known(locked.headers["ETag"])
        self.assertEqual((304, True), (same.status_code, made))
        self.ask("secretariat", "DELETE", f"{self.alert}/@lock")
        free, _made = self.known(tag)
        self.assertEqual(304, free.status_code)

    def test_it_is_for_one_member_one_question_and_one_language(self):
        tag = self.tag()
        answer, _made = self.known(tag, "customs-xb")
        self.assertEqual(200, answer.status_code)
        french, _made = self.known(tag, cookies={"I18N_LANGUAGE": "fr"})
        self.assertEqual(200, french.status_code)
        query = {"expand": "breadcrumbs"}
        answer, _made = self.known(tag, query=query)
        self.assertEqual(200, answer.status_code)
        same, made = self.known(answer.headers["ETag"], query=query)
        self.assertEqual((304, True), (same.status_code, made))

    def test_who_may_not_see_it_any_more_is_told_nothing(self):
        tag = self.tag()
        only = {"readers": ["member:customs-xb"]}
        self.done("POST", f"{self.alert}/@workflow/choose", **only)
        answer, _made = self.known(tag)
        self.assertEqual(404, answer.status_code)
        self.assertNotIn("ETag", answer.headers)

    def test_it_counts_as_read(self):
        tag = self.tag()
        answer, made = self.known(tag)
        self.assertEqual((304, False), (answer.status_code, made))
        (row,) = self.listed(self.reader)["items"]
        self.assertFalse(row["unread"])
