"""Items whose readers are named one by one, over HTTP, as each kind of member."""

from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.accounts import ACCOUNTS, OUTSIDER
from sqlalchemy import select
from tests.library.lists.api.test_library import ServicesCase


READERS = ["member:police-xa", "country:XB", "organisation:INTERPOL"]
READ_BY = {"customs-xa", "police-xa", "customs-xb", "police-xb", "igo-interpol"}
WORD = "zqpelican"


class ReadersTest(ServicesCase):
    def choose(self, item, readers, status=200, user="secretariat", **more):
        url, body = f"{item}/@workflow/choose", {"readers": readers, **more}
        answer = self.ask(user, "POST", url, json=body)
        self.assertEqual(answer.status_code, status, answer.text)
        return answer.json()

    def fields_at_fault(self, answer):
        return [error["field"] for error in answer["errors"]]

    def test_readers_learn_of_it_and_others_in_no_way(self):
        alert = self.make_alert(title=f"EXERCISE {WORD}", handling="amber")
        file = {"data": "d29yZHM=", "encoding": "base64", "filename": "a.txt"}
        body = {"@type": "File", "title": f"EXERCISE {WORD}", "file": file}
        inside = self.ask("customs-xa", "POST", alert, json=body).json()["@id"]
        self.choose(alert, READERS)
        missing = self.ask("customs-xa", "GET", f"{self.library}/nothing")
        for user in {*ACCOUNTS, OUTSIDER} - {"secretariat"}:
            reads = user in READ_BY
            for url in (alert, inside, f"{inside}/@@download", f"{alert}/@audience"):
                answer = self.ask(user, "GET", url)
                self.assertEqual(answer.status_code, 200 if reads else 404, (user, url))
                if not reads:
                    self.assertEqual(answer.json()["type"], missing.json()["type"])
            for url in (f"{alert}/@history", f"{alert}/@workflow/publish"):
                method = "GET" if "history" in url else "POST"
                status = self.ask(user, method, url, json={}).status_code
                self.assertIn(status, (401, 403) if reads else (404,), (user, url))
            if user != OUTSIDER:
                listed = self.listed(user, q=WORD)
                self.assertEqual(listed["items_total"], int(reads), user)
                counted = {"amber": 1} if reads else {}
                self.assertEqual(listed["facets"]["handling"], counted)
            found = self.ask(user, "GET", f"{self.portal}/@search?SearchableText={WORD}")
            if user != OUTSIDER:
                self.assertEqual(found.json()["items_total"] > 0, reads, user)
            for search in ("@search-all", "first-results"):
                url = f"{self.portal}/cheetahs/{search}?q={WORD}"
                self.assertEqual(alert in self.ask(user, "GET", url).text, reads, user)

    def test_the_audience_is_told_by_name_and_number(self):
        alert = self.make_alert()
        self.choose(alert, READERS)
        told = self.ask("police-xa", "GET", f"{alert}/@audience").json()
        self.assertEqual(told["state"], "chosen")
        named = [*READERS[:2], "organisation:INTERPOL (exercise)"]
        self.assertEqual(told["readers"], named)
        self.assertEqual(list(told["named"].values()), [1, 2, 1])
        self.assertEqual(told["members"], len({*READ_BY, "secretariat"}))
        self.move(alert, "publish")
        told = self.ask("police-xa", "GET", f"{alert}/@audience").json()
        self.assertEqual((told["state"], told["readers"]), ("enforcement", []))

    def test_it_is_chosen_from_each_state_and_changed_later(self):
        for before in ((), ("submit",), ("publish",), ("publish", "share")):
            alert = self.make_alert()
            self.move(alert, *before)
            self.choose(alert, ["country:XC"])
            self.choose(alert, ["country:XB"], comment="Wrong country")
            for user, status in (("wildlife-xc", 404), ("police-xb", 200)):
                self.assertEqual(self.ask(user, "GET", alert).status_code, status, before)
        uid = self.ask("secretariat", "GET", alert).json()["UID"]
        query = select(AuditEvent.detail).where(AuditEvent.action == "library.state")
        query = query.where(AuditEvent.target_uid == uid).order_by(AuditEvent.id.desc())
        last = session().scalars(query).first()
        self.assertEqual(
            last,
            {
                "from": "chosen",
                "to": "chosen",
                "reason": "Wrong country",
                "readers": ["country:XB"],
                "readers_before": ["country:XC"],
            },
        )

    def test_what_cannot_be_read_is_named(self):
        alert = self.make_alert(handling="amber_strict")
        for readers, fields in (
            (None, ["readers"]),
            ([], ["readers"]),
            ("country:XB", ["readers"]),
            (["country:XB", "country:QQ", "member:nobody"], ["readers[1]", "readers[2]"]),
            (["organisation:Nobody", 7, "role:x"], [f"readers[{n}]" for n in range(3)]),
            (["category:igo"], ["readers"]),
            (["member:igo-unodc"], ["readers"]),
            (["country:XB", "organisation:INTERPOL"], ["readers"]),
        ):
            answer = self.choose(alert, readers, 400)
            self.assertEqual(self.fields_at_fault(answer), fields, readers)
        self.choose(alert, ["country:XB"], 403, user="customs-xa")
        self.choose(alert, ["country:XB"], 404, user="police-xb")

    def test_what_a_transition_would_do_is_told_before_it_is_done(self):
        alert = self.make_alert()
        self.move(alert, "submit", "publish")
        url = f"{alert}/@audience?transition="
        told = self.ask("secretariat", "GET", f"{url}share").json()
        self.assertEqual(told["state"], "shared")
        self.assertEqual(told["gain"], ["igo-interpol", "igo-unodc"])
        self.assertEqual((told["lose"], told["dependents"]), ([], []))
        seen = {"country": "XB", "note": "At the port."}
        self.ask("police-xb", "POST", f"{alert}/@sightings", json=seen)
        told = self.ask("secretariat", "GET", f"{url}share").json()
        expected = [{"kind": "sightings", "total": 1, "follow": 0}]
        self.assertEqual(told["dependents"], expected)
        named = "readers=category:police&readers=organisation:INTERPOL"
        told = self.ask("secretariat", "GET", f"{url}choose&{named}").json()
        self.assertEqual(told["gain"], ["igo-interpol"])
        self.assertIn("wildlife-xc", told["lose"])
        for query, field in (
            ("transition=submit", "transition"),
            ("transition=nothing", "transition"),
            ("transition=choose", "readers"),
            ("transition=share&readers=country:XB", "readers"),
            ("readers=country:XB", "transition"),
        ):
            answer = self.ask("secretariat", "GET", f"{alert}/@audience?{query}")
            self.assertEqual(answer.status_code, 400, query)
            self.assertEqual(self.fields_at_fault(answer.json()), [field], query)
        for user, status in (("customs-xa", 403), ("police-xb", 403), ("igo-unodc", 404)):
            answer = self.ask(user, "GET", f"{url}share")
            self.assertEqual(answer.status_code, status, user)

    def test_red_is_published_to_chosen_readers_only(self):
        red = self.make_alert(handling="red")
        for name in ("publish", "share"):
            answer = self.ask("secretariat", "POST", f"{red}/@workflow/{name}", json={})
            self.assertEqual(answer.status_code, 400, name)
        answer = self.ask("secretariat", "POST", f"{red}/@workflow/publish", json={})
        self.assertEqual(self.fields_at_fault(answer.json()), ["handling"])
        for reader in ("category:igo", "country:XB", "organisation:INTERPOL"):
            answer = self.choose(red, ["member:police-xb", reader], 400)
            self.assertEqual(self.fields_at_fault(answer), ["readers"], reader)
        self.choose(red, ["member:police-xb"])
        for name in ("publish", "share"):
            answer = self.ask("secretariat", "POST", f"{red}/@workflow/{name}", json={})
            self.assertEqual(self.fields_at_fault(answer.json()), ["handling"], name)

    def test_a_new_handling_code_leaves_out_whom_it_must(self):
        alert = self.make_alert(handling="amber")
        self.choose(alert, ["category:igo", "country:XB"])
        answer = self.ask("secretariat", "PATCH", alert, json={"handling": "red"})
        self.assertEqual(self.fields_at_fault(answer.json()), ["handling"])
        strict = {"handling": "amber_strict"}
        answer = self.ask("secretariat", "PATCH", alert, json=strict)
        self.assertEqual(self.fields_at_fault(answer.json()), ["handling"])
        self.assertEqual(self.ask("igo-unodc", "GET", alert).status_code, 200)
        self.choose(alert, ["country:XB"])
        answer = self.ask("secretariat", "PATCH", alert, json=strict)
        self.assertEqual(answer.status_code, 204, answer.text)
        self.assertEqual(self.ask("police-xb", "GET", alert).status_code, 200)

    def test_what_was_reported_comes_back_to_its_readers(self):
        alert = self.make_alert(handling="red")
        self.choose(alert, ["member:police-xb"])
        report = {"comment": "It names somebody"}
        url = f"{alert}/@workflow/report"
        self.assertEqual(self.ask("police-xb", "POST", url, json=report).status_code, 200)
        self.assertEqual(self.ask("police-xb", "GET", alert).status_code, 404)
        self.move(alert, "reinstate_chosen")
        for user, status in (("police-xb", 200), ("police-xa", 404)):
            self.assertEqual(self.ask(user, "GET", alert).status_code, status)

    def test_put_aside_it_keeps_its_readers_and_comes_back_to_them(self):
        alert = self.make_alert(handling="red")
        self.choose(alert, ["member:police-xb"])
        self.move(alert, "archive_chosen")
        for user, status in (("police-xb", 200), ("police-xa", 404)):
            self.assertEqual(self.ask(user, "GET", alert).status_code, status)
        change = {"description": "EXERCISE changed"}
        answer = self.ask("secretariat", "PATCH", alert, json=change)
        self.assertEqual(answer.status_code, 403)
        url, report = f"{alert}/@workflow/report", {"comment": "It names somebody"}
        self.assertEqual(self.ask("police-xb", "POST", url, json=report).status_code, 200)
        self.move(alert, "reinstate_archived_chosen", "restore_chosen")
        told = self.ask("police-xb", "GET", f"{alert}/@audience").json()
        self.assertEqual(told["state"], "chosen")
        self.assertEqual(told["readers"], ["member:police-xb"])

    def test_a_folder_is_seen_by_whom_it_names_and_items_keep_their_own(self):
        body = {"@type": "LibraryFolder", "title": f"EXERCISE {WORD} folder"}
        made = self.ask("secretariat", "POST", self.library, json=body)
        folder = made.json()["@id"]
        self.choose(folder, READERS[1:])
        body = {"@type": "Alert", "title": "EXERCISE", "alert_type": "other"}
        body["handling"] = "amber_strict"
        inside = self.ask("customs-xb", "POST", folder, json=body).json()["@id"]
        self.choose(inside, ["member:police-xa"])
        sees = {"customs-xb", "police-xb", "igo-interpol", "secretariat"}
        for user in {*ACCOUNTS, OUTSIDER}:
            status = 200 if user in sees else 404
            for url in (folder, f"{folder}/@audience", f"{folder}/@workflow"):
                answer = self.ask(user, "GET", url)
                self.assertEqual(answer.status_code, status, (user, url))
            found = self.ask(user, "GET", f"{self.library}/@search?SearchableText={WORD}")
            if user != OUTSIDER:
                self.assertEqual(f"{WORD} folder" in found.text, user in sees, user)
            reads = {"police-xa", "customs-xb", "secretariat"}
            self.assertEqual(
                self.ask(user, "GET", inside).status_code == 200, user in reads, user
            )
        told = self.ask("igo-interpol", "GET", f"{folder}/@audience").json()
        self.assertEqual((told["state"], told["members"]), ("chosen", 4))
        self.move(folder, "publish")
        self.assertEqual(self.ask("police-xa", "GET", folder).status_code, 200)
        self.assertEqual(self.ask("igo-interpol", "GET", folder).status_code, 404)
        answer = self.choose(self.library, ["country:XB"], 400)
        self.assertEqual(self.fields_at_fault(answer), ["readers"])

    def test_a_copy_has_no_readers(self):
        alert = self.make_alert()
        self.choose(alert, ["member:police-xb"])
        url, body = f"{self.library}/@copy", {"source": alert}
        (copy,) = self.ask("secretariat", "POST", url, json=body).json()
        told = self.ask("secretariat", "GET", f"{copy['target']}/@audience").json()
        self.assertEqual((told["state"], told["readers"]), ("draft", []))
        self.assertEqual(self.ask("police-xb", "GET", copy["target"]).status_code, 404)
