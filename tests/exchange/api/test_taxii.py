"""REST: TAXII 2.1 and the feed of MISP, as their own clients read them."""

import hashlib
import json
import requests
import stix2
from cites.cug.demo.testing import PASSWORD
from datetime import datetime, timedelta, UTC
from pymisp import MISPEvent
from requests.auth import AuthBase
from taxii2client.v21 import as_pages, Server
from tests.library.http import HttpTestCase
from uuid import uuid4


SPECIMEN = {"species": "Acinonyx jubatus", "term": "LIV", "quantity": 2}
TAXII = "application/taxii+json;version=2.1"


class Bearer(AuthBase):
    def __init__(self, token):
        self.token = token

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class ExchangeCase(HttpTestCase):
    def setUp(self):
        super().setUp()
        self.group = f"{self.portal}/cheetahs"

    def add(self, *transitions, **fields):
        made = self.ask("POST", self.library, json=self.alert(**fields))
        self.assertEqual(made.status_code, 201, made.text)
        self.move(made.json()["@id"], *transitions)
        return made.json()

    def move(self, item, *transitions):
        for name in transitions:
            url = f"{item}/@workflow/{name}"
            answer = self.ask("POST", url, "secretariat", json={})
            self.assertEqual(answer.status_code, 200, answer.text)

    def bearer(self, user="customs-xa", scope="read:library"):
        told = {"name": f"Test {uuid4()}", "scopes": [scope]}
        answer = self.ask("POST", f"{self.portal}/@tokens", user, json=told)
        self.assertEqual(answer.status_code, 201, answer.text)
        return Bearer(answer.json()["token"])

    def get(self, url, auth=None, **kw):
        return requests.get(url, auth=auth, timeout=120, **kw)

    def taken(self, action):
        trail = f"{self.group}/@audit?action={action}"
        events = self.ask("GET", trail, "secretariat").json()["items"]
        return [one["detail"]["items"] for one in events]


class TaxiiTest(ExchangeCase):
    def collection(self, user="customs-xa"):
        server = Server(f"{self.portal}/@taxii2/", auth=self.bearer(user))
        root = next(one for one in server.api_roots if one.url.startswith(self.group))
        self.assertEqual([TAXII], root.versions)
        (collection,) = root.collections
        self.assertEqual((True, False), (collection.can_read, collection.can_write))
        collection.refresh()
        return collection

    def pages(self, func, **filters):
        return [
            thing
            for page in as_pages(func, **filters)
            for thing in page.get("objects", ())
        ]

    def incidents(self, things):
        return [one for one in things if one["type"] == "incident"]

    def test_a_client_holds_what_stix_shows(self):
        for _time in range(3):
            self.add("publish", incident_country="XA")
        self.add()
        collection = self.collection()
        found = self.pages(collection.get_objects)
        stix2.parse({"type": "bundle", "id": f"bundle--{uuid4()}", "objects": found})
        told = self.ask("GET", f"{self.group}/@stix").json()["objects"]
        self.assertEqual({one["id"]: one for one in told}, {o["id"]: o for o in found})
        self.assertEqual(len(told), len(found))
        self.assertEqual(4, len(self.incidents(found)))
        self.assertEqual(
            3, len(self.incidents(self.pages(self.collection("police-xb").get_objects)))
        )
        manifest = self.pages(collection.get_manifest)
        versions = {one["id"]: one.get("modified", one["created"]) for one in found}
        self.assertEqual(versions, {one["id"]: one["version"] for one in manifest})

    def test_an_alert_in_a_hidden_folder_is_exchanged_like_others(self):
        reader = "igo-interpol"
        folder = {"@type": "LibraryFolder", "title": "EXERCISE: second"}
        made = self.ask("POST", self.library, "secretariat", json=folder)
        self.assertEqual(made.status_code, 201, made.text)
        where = made.json()["@id"]
        self.assertEqual(self.ask("GET", where, reader).status_code, 404)
        item = self.ask("POST", where, "secretariat", json=self.alert()).json()["@id"]
        self.move(item, "publish", "share")
        told = self.ask("GET", f"{self.group}/@stix", reader)
        self.assertEqual(told.status_code, 200, told.text)
        self.assertIn(item, told.text)
        found = self.pages(self.collection(reader).get_objects)
        self.assertEqual(1, len(self.incidents(found)))
        manifest = self.get(f"{self.group}/@misp/manifest.json", self.bearer(reader))
        self.assertEqual(1, len(manifest.json()))

    def test_pages_of_any_size_have_each_object(self):
        for number in range(3):
            self.add("publish", incident_country="XA", title=f"EXERCISE {number}")
        collection = self.collection()
        whole = {one["id"] for one in self.pages(collection.get_objects)}
        for limit in (1, 2, 5, 8, 100):
            pages = list(as_pages(collection.get_objects, per_request=limit))
            self.assertTrue(all(len(one["objects"]) <= limit for one in pages), limit)
            found = {thing["id"] for page in pages for thing in page["objects"]}
            self.assertEqual(whole, found, limit)

    def test_what_changes_between_two_pages_is_told_whole(self):
        first, second = [self.add("publish", incident_country="XA") for _time in "ab"]
        collection = self.collection()
        page = collection.get_objects(limit=1)
        change = {"json": {"title": "EXERCISE: other"}}
        self.ask("PATCH", first["@id"], "secretariat", **change)
        found = list(page["objects"])
        while page["more"]:
            page = collection.get_objects(limit=1, next=page["next"])
            found += page.get("objects", [])
        latest = {one["id"]: one for one in self.incidents(found)}
        names = {one["name"] for one in latest.values()}
        self.assertEqual({"EXERCISE: other", second["title"]}, names)

    def test_what_was_added_after_the_last_is_told_alone(self):
        item = self.add("publish", "share")
        collection = self.collection("igo-interpol")
        url, auth = f"{collection.url}objects/", self.bearer("igo-interpol")
        whole = self.get(url, auth)
        self.assertEqual(TAXII, whole.headers["Content-Type"])
        last = whole.headers["X-TAXII-Date-Added-Last"]
        later = self.add("publish", "share", title="EXERCISE: later")
        found = self.incidents(collection.get_objects(added_after=last)["objects"])
        told = next(one for one in found if one["name"] == later["title"])
        (line,) = [
            one
            for one in collection.get_manifest(added_after=last)["objects"]
            if one["id"] == told["id"]
        ]
        self.assertGreaterEqual(line["date_added"], last)
        self.move(item["@id"], "restrict")
        after = line["date_added"]
        found = self.incidents(collection.get_objects(added_after=after)["objects"])
        self.assertEqual(1, len([one for one in found if one.get("revoked")]))
        future = datetime.now(UTC) + timedelta(days=1)
        self.assertEqual({"more": False}, collection.get_objects(added_after=future))
        # What has changed is not kept for so long: all that is there was added since.
        old = datetime.now(UTC) - timedelta(days=200)
        self.assertEqual(
            1, len(self.incidents(collection.get_objects(added_after=old)["objects"]))
        )

    def test_filters(self):
        for _time in range(2):
            self.add("publish", incident_country="XA")
        collection = self.collection()
        found = collection.get_objects(type="incident,location")["objects"]
        kinds = {one["type"] for one in found}
        self.assertEqual({"incident", "location"}, kinds)
        one, other = self.incidents(found)
        told = collection.get_objects(id=[one["id"]])["objects"]
        self.assertEqual([one], told)
        self.assertEqual(
            {"objects": [other], "more": False}, collection.get_object(other["id"])
        )
        versions = collection.object_versions(other["id"])["versions"]
        self.assertEqual([other["modified"]], versions)
        for version in ("all", "first", "last", other["modified"]):
            told = collection.get_object(other["id"], version=version)
            self.assertEqual([other], told["objects"])
        for filters in (
            {"id": f"incident--{uuid4()}"},
            {"type": "malware"},
            {"version": "2001-01-01T00:00:00.000Z"},
            {"spec_version": "2.0"},
        ):
            self.assertEqual({"more": False}, collection.get_objects(**filters))
        nowhere = f"{collection.url}objects/incident--{uuid4()}/"
        self.assertEqual(404, self.get(nowhere, self.bearer()).status_code)

    def test_mistakes_are_named(self):
        objects, auth = f"{self.collection().url}objects/", self.bearer()
        page = self.get(objects, auth, params={"limit": 1}).json()
        other = self.bearer("police-xb")
        for who, name, value in (
            (auth, "limit", "-1"),
            (auth, "added_after", "yesterday"),
            (auth, "next", "zq"),
            (auth, "zq", "1"),
        ):
            answer = self.get(objects, who, params={name: value})
            self.assertEqual(400, answer.status_code, name)
            self.assertEqual([name], [one["field"] for one in answer.json()["errors"]])
        last = {"added_after": "9999-12-31T23:59:59.999999Z"}
        self.assertEqual(200, self.get(objects, auth, params=last).status_code)
        if page["more"]:
            answer = self.get(objects, other, params={"next": page["next"]})
            self.assertEqual(400, answer.status_code)
        answer = self.get(objects, auth, headers={"Accept": "application/xml"})
        self.assertEqual(406, answer.status_code)

    def test_each_reading_is_recorded(self):
        self.add("publish")
        collection, before = self.collection(), len(self.taken("exchange.stix"))
        collection.get_objects()
        self.assertEqual([1], self.taken("exchange.stix")[: -before or None])


class MispFeedTest(ExchangeCase):
    def test_a_feed_is_what_pymisp_would_write(self):
        items = [self.add("publish", incident_country="XA") for _time in "ab"]
        hidden = self.add()
        auth, feed = self.bearer("police-xb"), f"{self.group}/@misp"
        manifest = self.get(f"{feed}/manifest.json", auth).json()
        hashes = self.get(f"{feed}/hashes.csv", auth)
        self.assertTrue(hashes.headers["Content-Type"].startswith("text/csv"))
        self.assertEqual(2, len(manifest))
        expected, told = [], {}
        for uuid in manifest:
            event = MISPEvent()
            event.from_dict(**self.get(f"{feed}/{uuid}.json", auth).json()["Event"])
            event.to_feed(with_meta=True)
            told |= event.manifest
            expected += [f"{one},{uuid}" for one in event.attributes_hashes("md5")]
        names = ("info", "date", "analysis", "threat_level_id", "timestamp")
        for uuid, line in told.items():
            for name in names:
                self.assertEqual(str(line[name]), str(manifest[uuid][name]), name)
            self.assertEqual(line["Orgc"]["uuid"], manifest[uuid]["Orgc"]["uuid"])
            tags = [one["name"] for one in line["Tag"]]
            self.assertEqual(tags, [one["name"] for one in manifest[uuid]["Tag"]])
        self.assertEqual(set(expected), set(hashes.text.splitlines()))
        uids = {one["UID"] for one in items}
        self.assertEqual(uids, {uuid.replace("-", "") for uuid in manifest})
        missing = self.get(f"{feed}/{uuid4()}.json", auth)
        closed = self.get(f"{feed}/{as_uuid(hidden['UID'])}.json", auth)
        self.assertEqual((404, 404), (missing.status_code, closed.status_code))
        self.assertEqual(missing.text, closed.text)

    def test_events_come_back_as_the_items_they_are(self):
        self.add("publish", specimens=[SPECIMEN])
        auth, feed = self.bearer(), f"{self.group}/@misp"
        (uuid,) = self.get(f"{feed}/manifest.json", auth).json()
        sent = self.get(f"{feed}/{uuid}.json", auth).content
        answer = self.ask(
            "POST",
            f"{self.group}/@alert-imports",
            data={"dry_run": "1"},
            files={"file": ("event.json", sent)},
        )
        self.assertEqual(1, len(answer.json()["duplicates"]), (answer.text, sent))
        (told,) = answer.json()["duplicates"]
        self.assertEqual("uid", told["reason"])

    def test_the_hashes_are_those_of_the_values(self):
        item = self.add("publish")
        auth = self.bearer()
        text = self.get(f"{self.group}/@misp/hashes.csv", auth).text
        digest = hashlib.md5(item["@id"].encode()).hexdigest()
        self.assertIn(f"{digest},{as_uuid(item['UID'])}\n", text)
        self.assertNotIn(item["@id"], text)
        self.assertTrue(json.loads(json.dumps(self.taken("exchange.misp"))))


class ClosedTest(ExchangeCase):
    def addresses(self):
        root = f"{self.group}/@taxii2"
        auth = self.bearer()
        (one,) = self.get(f"{root}/collections", auth).json()["collections"]
        collection = f"{root}/collections/{one['id']}"
        incident = self.get(f"{collection}/objects", auth).json()["objects"][-1]["id"]
        below = ("", "/objects", f"/objects/{incident}", f"/objects/{incident}/versions")
        item = self.ask("GET", f"{self.group}/@library").json()["items"][0]["UID"]
        files = ("manifest.json", "hashes.csv", f"{as_uuid(item)}.json")
        return [
            *(f"{self.portal}/@taxii2", root, f"{root}/collections"),
            *(f"{collection}{one}" for one in (*below, "/manifest")),
            *(f"{self.group}/@misp/{one}" for one in files),
        ]

    def test_a_token_with_the_scope_opens_them_and_nothing_else_does(self):
        self.add("publish")
        ways = {
            "token": (self.bearer(), 200),
            "other token": (self.bearer(scope="read:permits"), 403),
            "password": (("customs-xa", PASSWORD), 403),
            "wrong": (Bearer("cug_api_wrong"), 401),
            "nobody": (None, 401),
        }
        for address in self.addresses():
            for name, (auth, status) in ways.items():
                answer = self.get(address, auth)
                self.assertEqual(status, answer.status_code, (address, name))

    def test_who_is_in_no_group_sees_none(self):
        self.add("publish")
        auth = self.bearer("police-xa")
        for address in self.addresses():
            if address.startswith(self.group):
                other = address.replace("/cheetahs/", "/ivory/")
                never = address.replace("/cheetahs/", "/nothing/")
                answers = [self.get(url, auth) for url in (other, never)]
                self.assertEqual([404, 404], [one.status_code for one in answers], other)
                self.assertEqual(answers[0].text, answers[1].text)
        roots = self.get(f"{self.portal}/@taxii2", auth).json()["api_roots"]
        self.assertEqual([f"{self.group}/@taxii2/"], roots)


def as_uuid(uid):
    return f"{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}"
