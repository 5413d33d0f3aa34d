"""Sightings over REST: who reads and adds them, and what becomes of them."""

from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.library.tools.sightings.models import Sighting
from sqlalchemy import select
from tests.library.case import LibraryCase


SEEN = {"date": "2026-11-02", "quantity": 4, "note": "The same crates at the port."}
MISSING = "0" * 32


class SightingsTest(LibraryCase):
    def add(self, alert, user="police-xb", status=201, headers=None, **fields):
        heads = {"Accept": "application/json", **(headers or {})}
        url, body = f"{alert}/@sightings", {**SEEN, **fields}
        answer = self.ask(user, "POST", url, headers=heads, json=body)
        self.assertEqual(answer.status_code, status, answer.text)
        return answer.json()

    def seen(self, alert, user="customs-xa"):
        return self.rest(user, "GET", f"{alert}/@sightings", 200)

    def rows(self):
        with engine(records_url()).connect() as connection:
            return connection.execute(select(Sighting.id, Sighting.item_uid)).all()

    def test_a_reader_adds_one_and_all_readers_see_how_many_and_from_where(self):
        alert = self.published()
        made = self.add(alert)
        shown = ("police-xb", "XB", "2026-11-02", 4.0, SEEN["note"])
        names = ("author", "country", "date", "quantity", "note")
        self.assertEqual(tuple(made[name] for name in names), shown)
        self.add(alert, "customs-xa", country="XC", date=None, quantity=None, note="")
        self.add(alert, "wildlife-xc")
        found = self.seen(alert, "contact-xa")
        self.assertEqual(found["countries"], {"XC": 2, "XB": 1})
        self.assertEqual(found["items_total"], 3)
        self.assertEqual(
            self.rest("contact-xa", "GET", made["@id"], 200)["id"], made["id"]
        )

    def test_they_are_counted_in_the_list_and_its_tag_follows(self):
        alert, url = self.published(), f"{self.group}/@library"
        heads = {"Accept": "application/json"}
        before = self.ask("customs-xb", "GET", url, headers=heads)
        (row,) = [one for one in before.json()["items"] if one["@id"] == alert]
        self.assertEqual(row["sightings"], 0)
        made = self.add(alert)
        known = {**heads, "If-None-Match": before.headers["ETag"]}
        after = self.ask("customs-xb", "GET", url, headers=known)
        self.assertEqual(after.status_code, 200)
        self.assertEqual(after.json()["items"][0]["sightings"], 1)
        self.rest("police-xb", "DELETE", made["@id"], 204)
        again = self.ask("customs-xb", "GET", url, headers=known)
        self.assertEqual(again.status_code, 304)

    def test_only_readers_of_the_alert_learn_of_them(self):
        alert = self.published()
        made = self.add(alert)
        for user in ("igo-unodc", "outsider"):
            for url in (f"{alert}/@sightings", made["@id"]):
                self.rest(user, "GET", url, 404)
            self.add(alert, user, 404)
            self.rest(user, "DELETE", made["@id"], 404)
        named = {"readers": ["member:customs-xb"]}
        self.rest("secretariat", "POST", f"{alert}/@workflow/choose", 200, json=named)
        self.rest("police-xb", "GET", made["@id"], 404)
        self.rest("police-xb", "DELETE", made["@id"], 404)
        self.assertEqual(self.seen(alert, "customs-xb")["items_total"], 1)

    def listed(self, alert, user):
        found = self.rest(user, "GET", f"{self.group}/@library", 200)["items"]
        return {one["@id"]: one["sightings"] for one in found}[alert]

    def counted(self, user):
        return self.rest(user, "GET", f"{self.group}/@statistics", 200)["sightings"]

    def test_readers_who_come_later_learn_nothing_of_what_was_written_before(self):
        alert = self.published()
        made = self.add(alert)
        self.move(alert, "share")
        self.assertEqual(self.seen(alert, "igo-unodc")["items_total"], 0)
        self.assertEqual(self.seen(alert, "igo-unodc")["countries"], {})
        self.assertEqual(
            (self.listed(alert, "igo-unodc"), self.counted("igo-unodc")), (0, 0)
        )
        for verb in ("GET", "PATCH", "DELETE"):
            self.rest("igo-unodc", verb, made["@id"], 404, json={})
        self.rest("igo-unodc", "POST", f"{made['@id']}/open", 404, json={})
        for user in ("customs-xa", "wildlife-xc", "police-xb", "secretariat"):
            self.assertEqual(self.seen(alert, user)["items_total"], 1, user)
            self.assertEqual((self.listed(alert, user), self.counted(user)), (1, 1), user)
        later = self.add(alert, "customs-xb")
        self.assertIs(later["for_all_readers"], True)
        self.assertEqual(self.seen(alert, "igo-unodc")["items_total"], 1)

    def test_its_author_or_the_secretariat_opens_it_to_them(self):
        alert, heads = self.published(), {"Accept": "application/json"}
        for user, opens in (("police-xb", "police-xb"), ("customs-xb", "secretariat")):
            made = self.add(alert, user)
            self.assertEqual(
                (made["for_all_readers"], made["is_openable"]), (True, False)
            )
            self.move(alert, "share")
            before = self.seen(alert, "igo-unodc")["items_total"]
            known = self.ask("igo-unodc", "GET", f"{self.group}/@library", headers=heads)
            shown = self.rest(opens, "GET", made["@id"], 200)
            self.assertEqual(
                (shown["for_all_readers"], shown["is_openable"]), (False, True)
            )
            other = self.rest("wildlife-xc", "GET", made["@id"], 200)
            self.assertEqual(
                (other["for_all_readers"], other["is_openable"]), (False, False)
            )
            self.rest("wildlife-xc", "POST", f"{made['@id']}/open", 403, json={})
            for _again in range(2):
                answer = self.rest(opens, "POST", f"{made['@id']}/open", 200, json={})
                self.assertEqual(
                    (answer["for_all_readers"], answer["is_openable"]), (True, False)
                )
                self.assertEqual(answer["modified"], made["modified"])
            self.assertEqual(self.seen(alert, "igo-unodc")["items_total"], before + 1)
            asked = {**heads, "If-None-Match": known.headers["ETag"]}
            again = self.ask("igo-unodc", "GET", f"{self.group}/@library", headers=asked)
            self.assertEqual(again.status_code, 200)
            self.move(alert, "restrict")
        with engine(records_url()).connect() as connection:
            query = select(AuditEvent.actor).where(
                AuditEvent.action == "library.sighting_open"
            )
            told = connection.execute(query.order_by(AuditEvent.id)).scalars().all()
        self.assertEqual(told, ["police-xb", "secretariat"])

    def test_what_chosen_readers_wrote_stays_with_them(self):
        alert = self.make()
        named = {"readers": ["country:XB"]}
        self.rest("secretariat", "POST", f"{alert}/@workflow/choose", 200, json=named)
        made = self.add(alert, country="XB")
        self.move(alert, "publish")
        self.rest("wildlife-xc", "GET", made["@id"], 404)
        for user in ("customs-xb", "customs-xa"):  # a reader, and the alert's author
            self.rest(user, "GET", made["@id"], 200)
        self.rest("police-xb", "PATCH", made["@id"], 204, json={"quantity": 5})
        self.assertEqual(self.seen(alert, "wildlife-xc")["items_total"], 0)

    def test_what_all_of_enforcement_reads_is_for_those_who_are_chosen_of_it(self):
        alert = self.published()
        made = self.add(alert)
        named = {"readers": ["category:police", "member:customs-xb"]}
        self.rest("secretariat", "POST", f"{alert}/@workflow/choose", 200, json=named)
        shown = self.rest("customs-xb", "GET", made["@id"], 200)
        self.assertIs(shown["for_all_readers"], True)

    def test_an_alert_that_is_not_out_takes_none(self):
        draft = self.make()
        self.assertIs(self.seen(draft)["may_add"], False)
        self.add(draft, "customs-xa", 403)
        alert = self.published()
        made = self.add(alert)
        self.move(alert, "archive")
        self.add(alert, status=403)
        self.rest("police-xb", "PATCH", made["@id"], 403, json={"quantity": 5})
        self.assertEqual(self.seen(alert, "police-xb")["items_total"], 1)

    def test_one_corrects_and_removes_ones_own(self):
        alert = self.published()
        made = self.add(alert)
        for user in ("customs-xa", "secretariat"):
            self.rest(user, "PATCH", made["@id"], 403, json={"quantity": 5})
        self.rest("customs-xb", "DELETE", made["@id"], 403)
        self.rest("police-xb", "PATCH", made["@id"], 204, json={"quantity": 5})
        heads = {"Accept": "application/json"}
        stands = self.ask("police-xb", "GET", made["@id"], headers=heads)
        self.assertEqual(stands.json()["quantity"], 5.0)
        self.assertEqual(stands.json()["note"], SEEN["note"])
        based = {**heads, "If-Match": stands.headers["ETag"]}
        for status in (204, 412):
            body = {"quantity": 6}
            answer = self.ask("police-xb", "PATCH", made["@id"], headers=based, json=body)
            self.assertEqual(answer.status_code, status, answer.text)
        self.rest("police-xb", "DELETE", made["@id"], 204)
        self.rest("police-xb", "DELETE", made["@id"], 404)
        other = self.add(alert)
        self.rest("secretariat", "DELETE", other["@id"], 204)
        self.assertEqual(self.seen(alert)["items_total"], 0)

    def test_one_of_another_alert_is_none_of_this(self):
        made = self.add(self.published())
        other = self.published()
        for verb in ("GET", "DELETE"):
            self.rest("police-xb", verb, f"{other}/@sightings/{made['id']}", 404)
        self.rest("police-xb", "GET", f"{other}/@sightings/{MISSING}", 404)

    def test_mistakes_name_their_fields(self):
        alert = self.published()
        for field, value in (
            *(("country", "nowhere"), ("date", "2999-01-01"), ("quantity", -1)),
            *(("quantity", "four"), ("note", "x" * 1001), ("note", 3), ("notes", "x")),
        ):
            answer = self.add(alert, status=400, **{field: value})
            self.assertEqual([one["field"] for one in answer["errors"]], [field])
        self.move(alert, "share")
        # An IGO sits in no country.
        answer = self.add(alert, "igo-interpol", 400)
        self.assertEqual([one["field"] for one in answer["errors"]], ["country"])

    def test_a_note_is_checked_for_names(self):
        alert, named = self.published(), "Seen by Chinedu Okonkwo at the port."
        answer = self.add(alert, status=400, note=named)
        self.assertEqual(answer["type"], "NonNominal")
        self.assertEqual(self.rows(), [])
        made = self.add(alert, note=named, non_nominal_confirmed="A ship")
        renamed = {"note": f"{named} Again."}
        self.rest("police-xb", "PATCH", made["@id"], 400, json=renamed)

    def test_what_is_sent_twice_is_added_once(self):
        alert, key = self.published(), {"Idempotency-Key": "k" * 20}
        first, second = self.add(alert, headers=key), self.add(alert, headers=key)
        self.assertEqual(first, second)
        self.assertEqual(len(self.rows()), 1)

    def test_they_go_with_the_alert_and_not_into_a_copy(self):
        alert = self.published()
        self.add(alert)
        source = {"source": alert}
        place = f"{self.library}/@copy"
        copy = self.rest("secretariat", "POST", place, 200, json=source)[0]["target"]
        self.assertEqual(self.seen(copy, "secretariat")["items_total"], 0)
        self.assertEqual(len(self.rows()), 1)
        self.rest("secretariat", "DELETE", alert, 204)
        self.assertEqual(self.rows(), [])

    def test_each_change_is_on_record_without_the_note(self):
        alert = self.published()
        made = self.add(alert)
        self.rest("police-xb", "PATCH", made["@id"], 204, json={"quantity": 5})
        self.rest("secretariat", "DELETE", made["@id"], 204)
        with engine(records_url()).connect() as connection:
            query = select(AuditEvent.action, AuditEvent.actor, AuditEvent.detail)
            query = query.where(AuditEvent.action.like("library.sighting%"))
            told = connection.execute(query.order_by(AuditEvent.id)).all()
        actions = ["library.sighting", "library.sighting_edit", "library.sighting_delete"]
        self.assertEqual([one.action for one in told], actions)
        actors = ["police-xb", "police-xb", "secretariat"]
        self.assertEqual([one.actor for one in told], actors)
        for one in told:
            self.assertEqual(one.detail, {"sighting": made["id"]})
