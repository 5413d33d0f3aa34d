"""Lists of a mailbox over HTTP: what can be asked, and what cannot."""

from datetime import datetime, timedelta, UTC
from tests.messaging.http import in_json, MessagesHttpCase, MISSING


BAD = (
    ("folder", ("nowhere", "gone", "recalled", "Inbox", "x" * 300, ["inbox", "sent"])),
    ("unread", ("yes", "2", "None", ["1", "1"])),
    ("starred", ("maybe",)),
    ("attachments", ("x",)),
    ("thread", ("x", MISSING[:-1], MISSING.upper(), "'; DROP TABLE message")),
    ("q", ("x" * 201, "a\u202eb", ["a", "b"])),
    ("since", ("soon", "2026-02-30", "0000-01-01", "2026-1-1", ["2026-01-01"] * 2)),
    ("until", ("31/01/2026", "99999-01-01")),
    ("sender", ("x" * 201, "a\x1b")),
    ("country", ("ZZZ", "xa", "XA' OR 1=1")),
    ("handling", ("white", "RED")),
    ("sort_on", ("time", "body", "id", ["date", "date"])),
    ("sort_order", ("up", "desc")),
    ("b_start", ("-1", "x", "1e3", "9" * 30, "1000001", "1.5", "٣")),
    ("b_size", ("0", "101", "-5", "ten", "9" * 400)),
    ("conversations", ("2", "x")),
    ("total", ("2", "no")),
)
#: What Zope makes of a name with a type is no text.
TYPED = ("folder:int=1", "q:list=a", "unread:int=1", "b_start:list=1", "thread:tuple=a")
TYPED += ("since:float=1", "sender.x:record=a", "q.x:record=a", "country:boolean=1")
TYPED += ("sort_on:int=1", "handling:lines=a")


class ListTest(MessagesHttpCase):
    def test_without_a_question_the_inbox(self):
        message = self.post()["id"]
        self.assertEqual(self.ids("police-xb"), [message])
        self.assertEqual(self.ids("customs-xa"), [])
        self.assertEqual(self.ids("customs-xa", folder="sent"), [message])
        self.done("police-xb", "PATCH", message, 204, json={"folder": "archive"})
        self.assertEqual(self.ids("police-xb"), [])
        self.assertEqual(self.ids("police-xb", q="cubs"), [message])
        self.done("police-xb", "DELETE", message, 204)
        self.assertEqual(self.ids("police-xb", q="cubs"), [])
        self.assertEqual(self.ids("police-xb", q="cubs", folder="trash"), [message])

    def test_filters(self):
        day = datetime.now(UTC).date()
        before, after = day - timedelta(days=1), day + timedelta(days=1)
        file = in_json("landing-place.txt")
        red = self.post(handling="red", subject="Dhow at Zuhr", attachments=[file])["id"]
        other = self.post("customs-xb", handling="green", body="Été à la plage")["id"]
        self.done("police-xb", "PATCH", other, 204, json={"read": True, "starred": True})
        cases = (
            ({"unread": 1}, [red]),
            ({"starred": 1}, [other]),
            ({"attachments": 1}, [red]),
            ({"sender": "customs-xb"}, [other]),
            ({"country": "XA"}, [red]),
            ({"handling": "green"}, [other]),
            ({"thread": red}, [red]),
            ({"thread": MISSING}, []),
            ({"q": "zuhr DHOW"}, [red]),
            ({"q": "zuhr crate nothing"}, []),
            ({"q": "landing"}, [red]),
            ({"q": "ete plage"}, [other]),
            ({"since": day, "until": day}, [red, other]),
            ({"since": after}, []),
            ({"until": before}, []),
            ({"sort_on": "subject"}, [red, other]),
            ({"sort_on": "subject", "sort_order": "descending"}, [other, red]),
            ({"sort_on": "sender", "sort_order": "descending"}, [other, red]),
            ({"sort_on": "date", "sort_order": "ascending"}, [red, other]),
            ({"folder": "", "q": ""}, [other, red]),
        )
        for query, expected in cases:
            with self.subTest(query):
                page = self.listed("police-xb", **query)
                found = [item["id"] for item in page["items"]]
                if "sort_on" in query:
                    self.assertEqual(found, expected)
                self.assertEqual(set(found), set(expected))
                self.assertEqual(page["items_total"], len(expected))

    def test_pages(self):
        sent = [self.post(subject=f"Number {n}")["id"] for n in range(5)]
        page = self.listed("police-xb", b_size=2)
        found = [item["id"] for item in page["items"]]
        self.assertNotIn("prev", page["batching"])
        self.assertTrue(page["batching"]["last"].endswith("b_start=4"))
        while "next" in page.get("batching", {}):
            page = self.done("police-xb", "GET", page["batching"]["next"])
            self.assertEqual(page["items_total"], 5)
            found += [item["id"] for item in page["items"]]
        self.assertEqual(found, sent[::-1])
        self.assertEqual(self.ids("police-xb", b_start=1_000_000), [])
        self.assertNotIn("batching", self.listed("police-xb"))

    def test_a_search_that_is_not_counted(self):
        sent = [self.post(subject=f"Dhow {number}")["id"] for number in range(3)]
        page = self.listed("police-xb", q="dhow", b_size=2, total=0)
        self.assertEqual([item["id"] for item in page["items"]], sent[:0:-1])
        self.assertEqual(page["items_total"], None)
        self.assertNotIn("last", page["batching"])
        page = self.done("police-xb", "GET", page["batching"]["next"])
        self.assertEqual([item["id"] for item in page["items"]], sent[:1])
        self.assertEqual(page["items_total"], 3)
        page = self.listed("police-xb", q="dhow", b_size=2)
        self.assertEqual(page["items_total"], 3)

    def test_conversations(self):
        first = self.post()["id"]
        self.post(reply_to=first)
        alone = self.post(subject="Other")["id"]
        page = self.listed("police-xb", folder="inbox", conversations=1, b_size=1)
        (item,) = page["items"]
        self.assertEqual((item["id"], page["items_total"]), (alone, None))
        page = self.done("police-xb", "GET", page["batching"]["next"])
        (item,) = page["items"]
        size = {"messages_total": 2, "unread_total": 2}
        self.assertEqual((item["thread"], item["conversation"]), (first, size))
        self.assertEqual(set(page["batching"]), {"@id", "first", "prev"})
        for query in ({"q": "cubs"}, {"sort_on": "subject"}, {"unread": 1}):
            answer = self.ask(
                "police-xb", "GET", "", params={"conversations": 1, **query}
            )
            self.assertBad(answer, "conversations")

    def test_bad_parameters_are_named(self):
        self.post()
        for name, values in BAD:
            for value in values:
                with self.subTest(name, value=str(value)[:40]):
                    answer = self.ask("police-xb", "GET", "", params={name: value})
                    self.assertBad(answer, name)

    def test_types_of_zope(self):
        for query in TYPED:
            with self.subTest(query):
                answer = self.ask("police-xb", "GET", f"{self.messages}?{query}")
                self.assertBad(answer, query.partition("=")[0])

    def test_an_end_before_the_beginning(self):
        days = {"since": "2026-02-01", "until": "2026-01-01"}
        self.assertBad(self.ask("police-xb", "GET", "", params=days), "until")

    def test_odd_bytes(self):
        for query in ("q=%00", "q=%ED%A0%80", "q=%FF", "%FF=%FF", "q=" + "%41" * 9000):
            with self.subTest(query[:20]):
                answer = self.ask("police-xb", "GET", f"{self.messages}?{query}")
                self.assertLess(answer.status_code, 500, answer.text[:300])
