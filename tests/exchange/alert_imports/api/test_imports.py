"""REST: seizures come in as a table, all of them as drafts or none."""

import io
import json
from openpyxl import Workbook
from pymisp import MISPEvent
from tests.exchange.illegal_trade.api.test_report import CSV, SEIZURE, XLSX
from tests.library.http import HttpTestCase
from uuid import uuid4


TABLE = """\
Nr;Tag;Ort;Art;Was;Menge;Einheit
A-1;03.12.2025;Port of XA;Acinonyx jubatus;LIV;2;
A-1;03.12.2025;Port of XA;Acinonyx jubatus;SKI;1,5;kg
A-2;2025-12-24;Border post;guepardo;live;1;
"""
COLUMNS = {
    "Nr": "seizure_id",
    "Tag": "incident_date",
    "Ort": "location",
    "Art": "species",
    "Was": "term",
    "Menge": "quantity",
    "Einheit": "unit",
}
MAPPING = {"columns": COLUMNS, "dates": "day_first"}
ETIS = {
    "ETIS ID No.": "E-77",
    "Seizure Date": "2025-03-04",
    "Discovered city": "Harbour Town",
    "Cty Dis": "XA",
    "Cty Exp": "XB",
    "Cty Tra": "XC",
    "Species": "Loxodonta africana",
    "Agency": "Ministry of Everything",
    "Raw Iv No. Pcs": 4,
    "Raw Iv Wt (kg)": 31.5,
    "Worked Iv No. Pcs": 12,
    "Estimated value": "45000 USD",
    "Internal reference code": "K/9",
}


#: All that a MISP event has a place for.
WHOLE = {
    "title": "EXERCISE: cubs in a crate",
    "body": "<p>Beside the engine.</p>",
    "handling": "amber_strict",
    "incident_date": "2026-11-20",
    "incident_country": "XA",
    "location": "Port of XA",
    "latitude": -4.05,
    "longitude": 39.66,
    "seizure_id": "XA-2026-17",
    "transport_mode": ["sea_container", "road"],
    "concealment": ["crate_or_cage"],
    "alleged_origin": "XB",
    "transit_countries": ["XC", "AE"],
    "alleged_destination": "AE",
    "specimens": [
        {"species": "Acinonyx jubatus", "term": "LIV", "quantity": 2, "source": "W"},
        {"species": "Panthera pardus", "term": "SKI", "quantity": 1.5, "unit": "KIL"},
    ],
}


class ImportsCase(HttpTestCase):
    def setUp(self):
        super().setUp()
        self.group = f"{self.portal}/cheetahs"
        self.imports = f"{self.group}/@alert-imports"

    def send(self, content, status=201, mapping=None, name="x.csv", user=None, **more):
        fields = {"mapping": json.dumps(mapping or {}), **more}
        headers = fields.pop("headers", {})
        data = content.encode() if isinstance(content, str) else content
        answer = self.ask(
            "POST",
            self.imports,
            user,
            headers=headers,
            data=fields,
            files={"file": (name, data)},
        )
        self.assertEqual(answer.status_code, status, answer.text)
        return answer.json()

    def drafts(self, user=None):
        query = {"state": "draft", "sort_on": "title", "b_size": 100}
        answer = self.ask("GET", f"{self.group}/@library", user, params=query)
        return [
            self.ask("GET", item["@id"], user).json() for item in answer.json()["items"]
        ]


class ImportsTest(ImportsCase):
    def test_columns_are_guessed_but_nothing_is_made_until_they_are_confirmed(self):
        table = "Date;Country;Espèce;Producto;Qty\n"
        table += "2025-12-03;XB;Acinonyx jubatus;LIV;2\n"
        told = self.send(table, 400)
        guessed = {
            "Date": "incident_date",
            "Country": "incident_country",
            "Espèce": "species",
            "Producto": "term",
            "Qty": "quantity",
        }
        self.assertEqual(told["columns"], guessed)
        self.assertEqual(self.drafts(), [])
        self.send(table, 201, {"columns": told["columns"]})
        (draft,) = self.drafts()
        self.assertEqual(draft["incident_country"]["token"], "XB")

    def test_a_table_of_ones_own_columns(self):
        told = self.send(TABLE, 200, MAPPING, dry_run="1")
        self.assertEqual((told["alerts"], told["created"], told["rows"]), (2, 0, 3))
        self.assertEqual(self.drafts(), [])
        told = self.send(TABLE, 400, {"columns": COLUMNS})
        self.assertEqual(
            [(one["row"], one["column"]) for one in told["errors"]],
            [(2, "Tag"), (3, "Tag")],
        )
        self.assertEqual(self.send(TABLE, 201, MAPPING)["created"], 2)
        second, first = sorted(self.drafts(), key=lambda one: -len(one["specimens"]))[
            ::-1
        ]
        self.assertEqual(
            [(one["term"], one["quantity"]) for one in first["specimens"]],
            [("LIV", 2.0), ("SKI", 1.5)],
        )
        self.assertEqual(second["specimens"][0]["species"], "Acinonyx jubatus")
        self.assertEqual(second["incident_date"], "2025-12-24")
        self.assertEqual(second["incident_country"]["token"], "XA")
        self.assertEqual(second["handling"]["token"], "amber_strict")
        self.assertEqual(second["title"], "Acinonyx jubatus · Border post · 2025-12-24")

    def test_drafts_get_versions_when_they_are_changed(self):
        """And the settings of versions are left alone: others would be in conflict."""
        before = self.repository()
        self.send(TABLE, 201, MAPPING)
        self.assertEqual(self.repository(), before)
        url = self.drafts()[0]["@id"]
        # The first change also stores what was imported.
        for title, number in (("EXERCISE a", 1), ("EXERCISE b", 2)):
            history = self.ask("GET", f"{url}/@history").json()
            kept = [one for one in history if one["type"] == "versioning"]
            self.assertEqual(len(kept), number)
            self.ask("PATCH", url, json={"title": title})

    def repository(self):
        repository = self.layer["portal"].portal_repository
        repository._p_jar.sync()
        return repository.getVersionableContentTypes(), repository._p_serial

    def test_mistakes_are_told_by_row_and_column_and_nothing_is_made(self):
        wrong = TABLE.replace(";live;1", ";nonsense;-1").replace("1,5", "1,500")
        told = self.send(wrong, 400, MAPPING)
        self.assertEqual(
            [(one["row"], one["column"], one["field"]) for one in told["errors"]],
            [(3, "Menge", "quantity"), (4, "Was", "term")],
        )
        self.assertEqual(self.drafts(), [])
        for mapping, field in (
            ({}, "mapping"),
            ({"columns": {"Nr": "colour"}}, "mapping.columns"),
            ({"colour": 1}, "mapping.colour"),
            ({"dates": "new year"}, "mapping.dates"),
            ({"columns": {"Nr": "seizure_id"}}, "mapping"),
        ):
            told = self.send(TABLE, 400, mapping)
            self.assertEqual(told["errors"][0]["field"], field, told)
        self.assertEqual(self.send("", 400)["errors"][0]["field"], "file")
        self.assertEqual(
            self.send(TABLE, 400, name="x.pdf")["errors"][0]["field"], "file"
        )
        told = self.send(b"PK\x03\x04 no workbook", 400, name="x.xlsx")
        self.assertEqual(told["errors"][0]["field"], "file")

    def test_the_report_of_the_portal_comes_back_as_it_was(self):
        made = self.make(self.alert(**SEIZURE, share_iccwc=False))["@id"]
        answer = self.ask("POST", f"{made}/@workflow/publish", "secretariat", json={})
        self.assertEqual(answer.status_code, 200)
        before = self.ask("GET", made).json()
        for accept, lang, name in ((CSV, "fr", "r.csv"), (XLSX, "es", "r.xlsx")):
            taken = self.ask(
                "GET",
                f"{self.group}/@illegal-trade-report?year=2025",
                "contact-xa",
                headers={"Accept": accept, "Accept-Language": lang},
            )
            told = self.send(taken.content, 200, name=name, dry_run="1")
            self.assertEqual(told["layout"], "report")
            self.assertEqual(
                [(one["@id"], one["reason"]) for one in told["duplicates"]],
                [(made, "seizure_number")],
            )
            self.assertEqual(self.send(taken.content, name=name)["created"], 0)
        self.send(taken.content, name=name, duplicates="import")
        (after,) = self.drafts()
        for field in (*SEIZURE, "share_iccwc"):
            if field != "title":
                self.assertEqual(after[field], before[field], field)

    def test_an_export_of_etis(self):
        book = Workbook()
        book.active.append([*ETIS])
        book.active.append([*ETIS.values()])
        written = io.BytesIO()
        book.save(written)
        told = self.send(written.getvalue(), name="etis.xlsx")
        self.assertEqual((told["layout"], told["created"]), ("etis", 1))
        (made,) = self.drafts()
        lines = [(one["term"], one["quantity"], one["unit"]) for one in made["specimens"]]
        self.assertEqual(lines, [("IVC", 12.0, None), ("TUS", 31.5, "KIL")])
        self.assertEqual(made["detecting_agency"]["token"], "other")
        self.assertEqual(
            [one["token"] for one in made["transit_countries"]], ["XB", "XC"]
        )
        self.assertEqual(made["estimated_value"], 45000.0)
        for kept in ("Agency: Ministry of Everything", "K/9", "4 pieces"):
            self.assertIn(kept, made["body"]["data"])

    def test_duplicates_are_found_among_what_one_may_see(self):
        there = self.make(
            self.alert(
                incident_date="2025-12-24",
                location="border POST",
                specimens=[{"species": "Acinonyx jubatus", "term": "LIV", "quantity": 1}],
            )
        )
        told = self.send(TABLE, 200, MAPPING, dry_run="1")
        self.assertEqual(
            told["duplicates"],
            [{"row": 4, "@id": there["@id"], "reason": "day_place_species"}],
        )
        told = self.send(TABLE, 201, MAPPING, user="police-xb")
        self.assertEqual((told["duplicates"], told["created"]), ([], 2))

    def test_texts_that_may_name_somebody_wait_for_a_reason(self):
        named = TABLE.replace("Border post", "House of Mr John Smith")
        told = self.send(named, 400, MAPPING)
        self.assertEqual(told["type"], "NonNominal")
        self.assertEqual(told["findings"][0]["field"], "rows[4].location")
        self.assertEqual(self.drafts(), [])
        reason = {"non_nominal_confirmed": "A place that is called so"}
        self.assertEqual(self.send(named, 201, MAPPING, **reason)["created"], 2)

    def test_more_text_than_can_be_checked_is_refused_at_once(self):
        mapping = {**MAPPING, "columns": {**COLUMNS, "Text": "note"}}
        text = "crate " * 16_000
        head, *rows = TABLE.splitlines()
        rows += [
            f"B-{number};03.12.2025;Port;Acinonyx jubatus;LIV;2;" for number in range(52)
        ]
        lines = [f"{head};Text"]
        lines += [f"{row};{number}{text}" for number, row in enumerate(rows)]
        refused = self.send("\n".join(lines), 400, mapping, dry_run="true")
        (wrong,) = refused["errors"]
        self.assertEqual("file", wrong["field"])
        self.assertIn("5000000 characters", wrong["message"])

    def test_the_same_request_is_done_once(self):
        headers = {"Idempotency-Key": "import-1"}
        anew = {"duplicates": "import", "headers": headers}
        first = self.send(TABLE, 201, MAPPING, **anew)
        self.assertEqual(self.send(TABLE, 201, MAPPING, **anew), first)
        self.assertEqual(len(self.drafts()), 2)

    def test_matchings_are_kept_by_name_for_their_owner(self):
        self.send(TABLE, 200, {**MAPPING, "save_as": "Registro"}, dry_run="1")
        self.assertEqual(self.send(TABLE, 201, {"saved": "Registro"})["created"], 2)
        told = self.send(TABLE, 400, {"saved": "Registro"}, user="police-xb")
        self.assertEqual(told["errors"][0]["field"], "mapping.saved")
        (kept,) = self.ask("GET", self.imports).json()["matchings"]
        self.assertEqual(kept["name"], "Registro")
        for user, status in (("police-xb", 404), ("customs-xa", 204)):
            answer = self.ask("DELETE", kept["@id"], user)
            self.assertEqual(answer.status_code, status, answer.text)
        self.assertEqual(self.ask("GET", self.imports).json()["matchings"], [])

    def test_who_may_not_add_alerts_imports_none(self):
        self.send(TABLE, 404, MAPPING, user="outsider")
        for user in ("igo-interpol", "contact-xa", "secretariat"):
            told = self.send(TABLE, 201, MAPPING, user=user, duplicates="import")
            self.assertEqual(told["created"], 2, user)
            query = {"state": "draft", "author": user}
            listed = self.ask("GET", f"{self.group}/@library", user, params=query)
            self.assertEqual(listed.json()["items_total"], 2, user)
        trail = f"{self.group}/@audit?action=exchange.import"
        self.send(TABLE, 201, MAPPING)
        event, *_before = self.ask("GET", trail, "secretariat").json()["items"]
        self.assertEqual(event["detail"], {"items": 2, "skipped": 0})


class MispTest(ImportsCase):
    """MISP events, as MISP's own library writes them."""

    FIELDS = (
        *("title", "handling", "incident_date", "incident_country", "location"),
        *("latitude", "longitude", "seizure_id", "concealment", "transport_mode"),
        *("alleged_origin", "transit_countries", "alleged_destination"),
        *("detection_method", "disposal"),
    )
    COLUMNS = ("species", "term", "source", "quantity", "unit")

    def whole(self):
        return self.make(self.alert(**WHOLE))

    def event(self, alert):
        event = MISPEvent()
        event.from_dict(**self.ask("GET", f"{alert['@id']}/@misp").json()["Event"])
        return event

    def only(self, alert):
        """The other draft."""
        (made,) = [one for one in self.drafts() if one["@id"] != alert["@id"]]
        return made

    def test_what_was_exported_comes_back(self):
        alert = self.whole()
        sent = self.event(alert).to_json()
        told = self.send(sent, 200, name="event.json", dry_run="1")
        self.assertEqual(("misp", 2), (told["layout"], told["rows"]))
        (duplicate,) = told["duplicates"]
        self.assertEqual(alert["@id"], duplicate["@id"])
        self.assertEqual(0, self.send(sent, name="event.json")["created"])
        several = json.dumps({"response": [{"Event": json.loads(sent)}]})
        told = self.send(several, name="x.json", duplicates="import")
        self.assertEqual((1, 0), (told["created"], told["skipped"]))
        made = self.only(alert)
        for name in self.FIELDS:
            self.assertEqual(alert[name], made[name], name)
        lines = [
            [[line[name] for name in self.COLUMNS] for line in one["specimens"]]
            for one in (alert, made)
        ]
        self.assertEqual(*lines)
        self.assertIn("Beside the engine", made["body"]["data"])
        self.assertNotIn("event.comment", made["body"]["data"])

    def test_an_event_of_an_item_is_that_item(self):
        """Also where nothing else tells: no number, no place, another line in between."""
        plain = self.alert(**{**WHOLE, "location": None, "seizure_id": None})
        alerts = [self.make({**plain, "title": f"EXERCISE: {n}"}) for n in range(2)]
        events = [{"Event": json.loads(self.event(one).to_json())} for one in alerts]
        events[1]["Event"]["info"] = events[0]["Event"]["info"]
        told = self.send(json.dumps({"response": events}), name="x.json")
        self.assertEqual((0, 2), (told["created"], told["skipped"]))
        found = [(one["@id"], one["reason"]) for one in told["duplicates"]]
        self.assertEqual([(one["@id"], "uid") for one in alerts], found)
        for uuid in (str(uuid4()), "zq", "", None):
            events[0]["Event"]["uuid"] = uuid
            told = self.send(json.dumps(events[0]), 200, name="x.json", dry_run="1")
            self.assertEqual([], told["duplicates"], uuid)

    def test_an_event_of_a_hidden_item_is_like_any_other(self):
        alert = self.make(self.alert(**{**WHOLE, "location": None, "seizure_id": None}))
        sent = self.event(alert).to_json()
        self.author = "customs-xb"
        told = self.send(sent, 200, name="x.json", dry_run="1")
        self.assertEqual([], told["duplicates"])

    def test_a_draft_is_bound_to_the_item_of_its_event(self):
        alert = self.make(self.alert(**{**WHOLE, "handling": "amber_strict"}))
        event, more = self.event(alert), {"name": "x.json", "duplicates": "import"}
        strict = event.to_json()
        event.tags[0].name = "tlp:green"
        weaker, other = event.to_json(), json.loads(event.to_json())
        for dry in ({}, {"dry_run": "1"}):
            (mistake,) = self.send(weaker, 400, **more, **dry)["errors"]
            found = mistake["row"], mistake["column"], mistake["field"]
            self.assertEqual((1, "event.tag", "handling"), found)
        # Nor below an event of nothing with the same seizure number.
        other["uuid"] = str(uuid4())
        both = {"response": [other, json.loads(weaker)]}
        self.send(json.dumps(both), 400, **more)
        # What is not made breaks nothing.
        self.assertEqual(1, self.send(weaker, name="x.json")["skipped"])
        self.assertEqual(1, len(self.drafts()))
        self.assertEqual(1, self.send(strict, **more)["created"])
        made = self.only(alert)["@id"]
        told = self.ask("PATCH", made, json={"handling": "green"})
        self.assertEqual(400, told.status_code)
        self.assertEqual("handling", told.json()["errors"][0]["field"])
        told = self.ask("POST", f"{made}/@workflow/publish", "secretariat", json={})
        self.assertEqual(400, told.status_code, told.text)

    def test_who_reads_the_item_no_more_does_not_open_it_by_an_import(self):
        alert = self.make(self.alert(**{**WHOLE, "location": None, "seizure_id": None}))
        event = self.event(alert)
        event.tags[0].name = "tlp:green"
        self.author = "customs-xb"
        answer = self.send(event.to_json(), name="x.json")
        self.assertEqual(1, answer["created"])
        (made,) = self.drafts()
        publish = f"{made['@id']}/@workflow/publish"
        told = self.ask("POST", publish, "secretariat", json={})
        self.assertEqual(400, told.status_code, told.text)
        self.assertIn("made from another item", told.text)

    def test_such_a_draft_tells_nothing_of_the_item_and_is_held_to_its_code(self):
        alert = self.make(self.alert(**{**WHOLE, "location": None, "seizure_id": None}))
        event = self.event(alert)
        event.tags[0].name = "tlp:green"
        self.author = "customs-xb"
        self.send(event.to_json(), name="x.json")
        made = self.drafts()[0]["@id"]
        events = self.ask("GET", f"{self.portal}/@own-events").json()["items"]
        told = [one["action"] for one in events[:2]]
        self.assertEqual(["exchange.import", "library.add"], told)
        for code in ("amber", "green"):
            told = self.ask("PATCH", made, json={"handling": code})
            self.assertEqual(204, told.status_code, told.text)
        mark = {"handling": "amber_strict"}
        self.ask("PATCH", alert["@id"], "customs-xa", json=mark)
        marked = self.ask("GET", made).json()["handling"]
        self.assertEqual("green", marked["token"])
        told = self.ask("POST", f"{made}/@workflow/submit", json={})
        self.assertEqual("pending", told.json()["review_state"])
        for step in ("submit", "retract", "submit"):
            url = f"{alert['@id']}/@workflow/{step}"
            self.assertEqual(
                200, self.ask("POST", url, "customs-xa", json={}).status_code
            )
            self.assertEqual("pending", self.ask("GET", made).json()["review_state"])
        publish = f"{alert['@id']}/@workflow/publish"
        told = self.ask("POST", publish, "secretariat", json={})
        self.assertEqual(200, told.status_code, told.text)
        told = self.ask("POST", f"{made}/@workflow/publish", "secretariat", json={})
        self.assertEqual(400, told.status_code, told.text)
        self.assertIn("cannot be less strict", told.text)

    def test_an_event_of_another_group_is_refused_if_its_item_can_be_read(self):
        alert = self.make(self.alert(**WHOLE))
        event, self.author = self.event(alert), "police-xb"
        event.tags[0].name = "tlp:green"
        sent, more = event.to_json(), {"name": "x.json", "duplicates": "import"}
        self.imports = f"{self.portal}/ivory/@alert-imports"
        # A draft of somebody else: as an event of nothing.
        hidden = self.send(sent, 200, **more, dry_run="1")
        event.uuid = str(uuid4())
        self.assertEqual(hidden, self.send(event.to_json(), 200, **more, dry_run="1"))
        self.assertEqual(1, self.send(sent, **more)["created"])
        self.ask("POST", f"{alert['@id']}/@workflow/publish", "secretariat", json={})
        for dry in ({"dry_run": "1"}, {}):
            (mistake,) = self.send(sent, 400, **more, **dry)["errors"]
            self.assertEqual((1, "event.uuid"), (mistake["row"], mistake["column"]))

    def test_defaults_that_do_not_fit_are_refused(self):
        for name in ("handling", "language"):
            mapping = {"columns": {"a": "species", "b": "quantity"}}
            mapping["defaults"] = {name: "zz"}
            told = self.send("a,b\nAcinonyx jubatus,2\n", 400, mapping)
            fields = [one["field"] for one in told["errors"]]
            self.assertEqual(["mapping.defaults"], fields)

    def test_a_repeat_makes_nothing(self):
        sent = self.event(self.whole()).to_json()
        again = {"headers": {"Idempotency-Key": "zq"}, "duplicates": "import"}
        first = self.send(sent, name="event.json", **again)
        self.assertEqual(first, self.send(sent, name="event.json", **again))
        self.assertEqual(2, len(self.drafts()))

    def test_what_may_name_somebody_is_asked_about(self):
        event = self.event(self.whole())
        event.info = "EXERCISE: driven by Chinedu Okonkwo"
        more = {"name": "event.json", "duplicates": "import"}
        told = self.send(event.to_json(), 400, **more)
        self.assertEqual("NonNominal", told["type"])
        self.assertEqual("rows[1].title", told["findings"][0]["field"])

    def test_mistakes_are_named_by_object_and_attribute(self):
        event = self.event(self.whole())
        for one in event.objects[1].attributes:
            if one.object_relation in ("unit", "quantity"):
                one.value = "zq"
        event.tags[0].name = "tlp:clear"
        told = self.send(event.to_json(), 400, name="event.json")
        places = {(one["row"], one["column"]) for one in told["errors"]}
        self.assertIn((2, "wildlife-seizure.unit"), places)
        self.assertIn((2, "wildlife-seizure.quantity"), places)
        self.assertIn((1, "event.tag"), places)
        self.assertEqual(1, len(self.drafts()))

    def test_what_is_no_such_event(self):
        empty = MISPEvent()
        empty.info = "Nothing"
        for content in ("{", "[]", "7", '{"Event": 7}', '{"Event": {}}', "[" * 9000):
            told = self.send(content, 400, name="x.json")
            self.assertEqual(["file"], [one["field"] for one in told["errors"]], content)
        told = self.send(f'{{"Event": {empty.to_json()}}}', 400, name="x.json")
        self.assertIn("wildlife-seizure", told["message"])
