"""The directory of institutions over REST: who reads it, who keeps it, what it finds."""

import requests
import transaction
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.membership.institutions.models import Institution
from plone import api
from sqlalchemy import select
from tests.library.case import LibraryCase


OFFICE, POINT, READER, IGO = "secretariat", "contact-xa", "customs-xb", "igo-unodc"
CENTRE = {
    "kind": "rescue_centre",
    "country": "XA",
    "name": "EXERCISE: Wildlife rescue centre",
    "contact": "rescue.centre@example.org, +41 22 917 81 39",
    "languages": ["en", "fr"],
    "species": ["felidae"],
    "services": "Day and night.",
}
HEADS = {"Accept": "application/json"}
MISSING = "0" * 32


class InstitutionsTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.place = f"{self.group}/@directory"

    def add(self, user=OFFICE, status=201, headers=HEADS, **fields):
        body = {**CENTRE, **fields}
        answer = self.ask(user, "POST", self.place, headers=headers, json=body)
        self.assertEqual(answer.status_code, status, answer.text)
        return answer.json()

    def names(self, query="", user=READER):
        found = self.rest(user, "GET", f"{self.place}{query}", 200)
        return [one["name"] for one in found["items"]]

    def rows(self):
        with engine(records_url()).connect() as connection:
            return connection.execute(select(Institution.id)).all()

    def test_all_members_read_what_is_added_and_nobody_else(self):
        made = self.add()
        for user in (READER, IGO, POINT):
            found = self.rest(user, "GET", self.place, 200)["items"]
            self.assertEqual([one["id"] for one in found], [made["id"]])
            one = self.rest(user, "GET", made["@id"], 200)
            self.assertEqual(
                {**CENTRE, "species": ["Felidae"]}, {name: one[name] for name in CENTRE}
            )
            self.assertIs(one["is_editable"], user == POINT)
        for url in (self.place, made["@id"], f"{self.group}/directory"):
            self.rest("outsider", "GET", url, 404)
        for user in (READER, IGO):
            self.add(user, 403)
            self.rest(user, "DELETE", made["@id"], 403)
        self.rest(READER, "GET", f"{self.place}/{MISSING}", 404)

    def test_the_search_over_everything_finds_it_for_members(self):
        made = self.add()
        url = f"{self.group}/@search-all?q=wildlife+rescue"
        for user in (READER, IGO):
            found = self.rest(user, "GET", url, 200)["directory"]
            self.assertEqual((found["@id"], found["items_total"]), (self.place, 1))
            listed = self.rest(user, "GET", made["@id"], 200)
            self.assertEqual(found["items"], [listed])
        self.rest("outsider", "GET", url, 404)

    def test_a_program_keeps_it_with_a_scope_of_its_own(self):
        for scope, written, read in (
            ("write:directory", 201, 403),
            ("read:members", 403, 200),
            ("write:library", 403, 403),
        ):
            body = {"name": scope, "scopes": [scope]}
            token = self.rest(POINT, "POST", f"{self.portal}/@tokens", 201, json=body)
            heads = {**HEADS, "Authorization": f"Bearer {token['token']}"}
            answer = requests.post(self.place, headers=heads, json=CENTRE, timeout=60)
            self.assertEqual(answer.status_code, written, answer.text)
            if written == 201:  # what may not be read is not told
                self.assertEqual(set(answer.json()), {"@id", "id", "created"})
            answer = requests.get(self.place, headers=heads, timeout=60)
            self.assertEqual(answer.status_code, read, answer.text)

    def test_a_contact_point_keeps_its_own_country(self):
        made = self.add(POINT)
        other = self.add(country="XB")
        self.add(POINT, 403, country="XB")
        self.rest(POINT, "PATCH", other["@id"], 403, json={"name": "x"})
        self.rest(POINT, "DELETE", other["@id"], 403)
        self.rest(POINT, "PATCH", made["@id"], 403, json={"country": "XB"})
        stands = self.ask(POINT, "GET", made["@id"], headers=HEADS)
        based = {**HEADS, "If-Match": stands.headers["ETag"]}
        for status in (204, 412):
            body = {"name": "EXERCISE: Another name"}
            answer = self.ask(POINT, "PATCH", made["@id"], headers=based, json=body)
            self.assertEqual(answer.status_code, status, answer.text)
        found = self.rest(READER, "GET", made["@id"], 200)
        self.assertEqual(found["name"], "EXERCISE: Another name")
        self.assertEqual(found["contact"], CENTRE["contact"])
        self.rest(POINT, "DELETE", made["@id"], 204)
        self.rest(POINT, "DELETE", made["@id"], 404)
        self.rest(OFFICE, "DELETE", other["@id"], 204)
        self.assertEqual(self.names(), [])

    def test_an_entry_of_a_family_is_found_for_a_species(self):
        self.add(name="Cats")
        self.add(name="Lions", species=["Panthera leo"], kind="expert", country="XB")
        self.add(name="All", species=[], kind="laboratory", country="XC")
        for query, names in (
            ("?species=acinonyx+jubatus", ["Cats", "All"]),
            ("?species=Panthera+leo", ["Cats", "Lions", "All"]),
            ("?species=Panthera", ["Cats", "All"]),
            ("?species=Carnivora", ["All"]),
            ("?species=Manis+javanica", ["All"]),
            ("?species=Manis+javanica&species=Panthera+leo", ["Cats", "Lions", "All"]),
            ("?kind=expert", ["Lions"]),
            ("?country=XC", ["All"]),
            ("?q=NIGHT+lions", ["Lions"]),
        ):
            self.assertEqual(self.names(query), names, query)
        query = "?species=Panthera+leo&species=Manis+javanica&b_size=1&b_start=1"
        page = self.rest(READER, "GET", f"{self.place}{query}", 200)
        self.assertEqual([one["name"] for one in page["items"]], ["Lions"])
        self.assertEqual(page["items_total"], 3)
        following = self.rest(READER, "GET", page["batching"]["next"], 200)
        self.assertEqual([one["name"] for one in following["items"]], ["All"])

    def test_mistakes_name_their_fields(self):
        for field, value in (
            *(("kind", "zoo"), ("country", "nowhere"), ("name", ""), ("contact", None)),
            *(("species", ["Nessiteras"]), ("languages", ["xx"]), ("person", "x")),
        ):
            answer = self.add(status=400, **{field: value})
            fields = {one["field"].partition("[")[0] for one in answer["errors"]}
            self.assertEqual(fields, {field})
        for query in ("kind=zoo", "country=nowhere", "person=x"):
            self.rest(READER, "GET", f"{self.place}?{query}", 400)

    def test_names_of_persons_wait_for_a_reason(self):
        answer = self.add(status=400, contact="chinedu.okonkwo@example.org")
        self.assertEqual(answer["type"], "NonNominal")
        reason = {"non_nominal_confirmed": "It is a ship."}
        made = self.add(contact="chinedu.okonkwo@example.org", **reason)
        # What was decided about stays without another reason.
        self.rest(OFFICE, "PATCH", made["@id"], 204, json={"services": "By day."})

    def test_what_is_sent_twice_is_added_once_and_on_record(self):
        heads = {**HEADS, "Idempotency-Key": "k" * 20}
        first, second = self.add(headers=heads), self.add(headers=heads)
        self.assertEqual(first, second)
        self.assertEqual(len(self.rows()), 1)
        query = select(AuditEvent.detail).where(AuditEvent.action == "institution.add")
        with engine(records_url()).connect() as connection:
            (detail,) = connection.execute(query).scalars()
        self.assertIn(first["id"], str(detail))
        self.assertNotIn("rescue.centre", str(detail))

    def test_it_goes_with_the_group(self):
        self.add()
        transaction.begin()
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(self.layer["portal"].cheetahs)
        transaction.commit()
        self.assertEqual(self.rows(), [])
