"""The description of our interface is valid, whole, and says what is so."""

import re
import unittest
from cites.cug.access.policy import Permission
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.exchange.browser.interface import PARTS
from cites.cug.exchange.openapi.document import build_document
from cites.cug.exchange.openapi.recorded import recorded_calls, recorded_shapes
from cites.cug.exchange.openapi.registrations import list_operations
from cites.cug.trail_desk.query_parameters import FILTERS
from openapi_spec_validator import validate
from tests.web.restapi.case import services


URL = "https://cug.example/portal"


class DocumentTest(unittest.TestCase):
    layer = CUG_INTEGRATION
    maxDiff = None

    def setUp(self):
        self.document = build_document(URL)

    def call(self, path, verb):
        return self.document["paths"][path][verb]

    def test_it_is_valid(self):
        validate(self.document)

    def test_each_service_stands_in_it(self):
        told = {
            (verb.upper(), path, context)
            for path, methods in self.document["paths"].items()
            for verb, call in methods.items()
            for context in call["x-for"]
        }
        asked = {(one.verb, one.path, one.context.__name__) for one in list_operations()}
        self.assertEqual(asked, told)
        registered = {(one.verb, one.name, one.context) for one in services()}
        found = {(one.verb, one.name, one.context.__name__) for one in list_operations()}
        self.assertEqual(registered, found)

    def test_each_says_what_it_does_and_to_which_part_it_belongs(self):
        calls = [
            call
            for methods in self.document["paths"].values()
            for call in methods.values()
        ]
        self.assertEqual(set(), {one["tags"][0] for one in calls} - set(PARTS))
        self.assertIn(
            "One page of the items that the caller may see.",
            [one["summary"] for one in calls],
        )
        said = re.compile(r"[A-Z][^`;]*[a-z]{2}[^`]*")
        riddles = [one["summary"] for one in calls if not said.fullmatch(one["summary"])]
        self.assertEqual([], riddles)

    def test_each_names_its_permission(self):
        names = {str(one) for one in Permission}
        for path, methods in self.document["paths"].items():
            for verb, call in methods.items():
                if call["x-permission"] is None:
                    self.assertEqual([], call["security"], (verb, path))
                else:
                    self.assertIn(call["x-permission"], names, (verb, path))
        self.assertEqual(
            "cites.cug: Read", self.call("/{group}/@library", "get")["x-permission"]
        )

    def test_parameters_and_keys_have_the_types_that_are_read(self):
        asked = {
            one["name"]: one
            for one in self.call("/{group}/@library", "get")["parameters"]
        }
        self.assertEqual(100, asked["b_size"]["schema"]["maximum"])
        self.assertEqual("array", asked["handling"]["schema"]["type"])
        self.assertIn("amber_strict", asked["handling"]["schema"]["items"]["enum"])
        self.assertEqual("header", asked["If-None-Match"]["in"])
        sent = self.call("/{group}/@messages", "post")["requestBody"]["content"]
        keys = sent["application/json"]["schema"]["properties"]
        self.assertEqual(200, keys["subject"]["maxLength"])
        self.assertEqual("array", keys["to"]["type"])
        self.assertEqual("EXERCISE: dhow", sent["application/json"]["example"]["subject"])
        self.assertEqual(20, keys["attachments"]["maxItems"])
        shared = self.call("/{group}/library/{item}/@share-with-group", "post")
        body = shared["requestBody"]["content"]["application/json"]["schema"]
        self.assertEqual(["group"], body["required"])
        saved = self.call("/{group}/@audit/views", "post")["requestBody"]["content"]
        filters = saved["application/json"]["schema"]["properties"]["filters"]
        self.assertEqual({*FILTERS}, {*filters["properties"]})
        added = self.call("/{group}/library", "post")["requestBody"]["content"]
        ways = added["application/json"]["schema"]["anyOf"]
        kinds = [one["allOf"][1]["properties"]["@type"]["const"] for one in ways]
        self.assertIn("Alert", kinds)
        alert = self.document["components"]["schemas"]["Alert"]
        self.assertIn("alert_type", alert["required"])
        lines = alert["properties"]["specimens"]["items"]["properties"]
        self.assertIn("LIV", lines["term"]["enum"])

    def test_answers_and_refusals_have_all_their_kinds(self):
        report = self.call("/{group}/@illegal-trade-report", "get")["responses"]["200"]
        sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        kinds = {"application/json", "text/csv", sheet}
        self.assertEqual(kinds, set(report["content"]))
        refused = self.document["components"]["responses"]["Refusal"]["content"]
        self.assertEqual({"application/json", "application/problem+json"}, set(refused))

    def test_scopes_of_tokens_are_named(self):
        self.assertIn(
            {"token": ["read:library"]}, self.call("/{group}/@library", "get")["security"]
        )

    def test_what_is_recorded_is_all_read(self):
        self.assertEqual(set(recorded_shapes()), set(recorded_calls()))
        self.assertGreater(len(recorded_calls()), 100)
