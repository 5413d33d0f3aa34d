"""A client that got no answer asks again: nothing is sent twice."""

from concurrent.futures import ThreadPoolExecutor
from tests.messaging.http import in_json, MessagesHttpCase


LETTER = {"subject": "EXERCISE", "to": ["police-xb"], "body": "A crate."}
KEY = "key-of-the-client 1"


class RepeatedTest(MessagesHttpCase):
    def send(self, letter=LETTER, key=KEY, user="customs-xa", **kw):
        headers = {"Idempotency-Key": key}
        kw = kw or {"json": letter}
        return self.ask(user, "POST", "", headers, **kw)

    def test_the_first_result_is_answered_again(self):
        first, second = self.send(), self.send()
        self.assertEqual((first.status_code, second.status_code), (201, 201))
        self.assertEqual(first.text, second.text)
        self.assertEqual(first.headers["Location"], second.headers["Location"])
        self.assertNotIn("Idempotent-Replayed", first.headers)
        self.assertEqual(second.headers["Idempotent-Replayed"], "true")
        self.assertEqual(self.listed("police-xb")["items_total"], 1)

    def test_another_message_needs_another_key(self):
        file = {"attachments": [in_json("a.txt", b"one")]}
        self.assertEqual(self.send({**LETTER, **file}).status_code, 201)
        for changed in (
            LETTER,
            {**LETTER, "attachments": [in_json("a.txt", b"two")]},
            {**LETTER, "attachments": [in_json("b.txt", b"one")]},
            {**LETTER, **file, "subject": "Other"},
            {**LETTER, **file, "to": ["police-xa"]},
            {**LETTER, **file, "draft": True},
            {**LETTER, **file, "answer_by": "2099-01-01"},
        ):
            self.assertBad(self.send(changed), "Idempotency-Key")
        self.assertEqual(self.send({**LETTER, **file}).status_code, 201)
        self.assertEqual(self.send(key="other").status_code, 201)
        self.assertEqual(self.listed("police-xb")["items_total"], 2)

    def test_a_key_counts_in_ones_own_mailbox(self):
        self.assertEqual(self.send().status_code, 201)
        other = self.send(user="customs-xb")
        self.assertNotIn("Idempotent-Replayed", other.headers)
        self.assertEqual(self.listed("police-xb")["items_total"], 2)

    def test_a_refused_message_leaves_the_key_free(self):
        self.assertBad(self.send({**LETTER, "to": []}), "to")
        self.assertNotIn("Idempotent-Replayed", self.send().headers)

    def test_drafts_and_forms(self):
        parts = [(name, (None, value)) for name, value in (("draft", "1"), ("body", "x"))]
        parts.append(("attachments", ("a.txt", b"one")))
        first, second = self.send(files=parts), self.send(files=parts)
        self.assertEqual(first.status_code, 201, first.text)
        self.assertEqual(first.json()["id"], second.json()["id"])
        self.assertEqual(self.listed("customs-xa", folder="drafts")["items_total"], 1)

    def test_what_has_been_deleted_since(self):
        message = self.send().json()
        for _time in ("to the trash", "for good"):
            self.done("customs-xa", "DELETE", message["id"], 204)
        again = self.send()
        self.assertEqual(again.status_code, 201)
        self.assertEqual(again.json(), {"@id": message["@id"], "id": message["id"]})
        self.assertEqual(self.listed("police-xb")["items_total"], 1)

    def test_at_once(self):
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _number: self.send(), range(16)))
        self.assertEqual({answer.status_code for answer in answers}, {201})
        self.assertEqual(len({answer.json()["id"] for answer in answers}), 1)
        replayed = [a for a in answers if "Idempotent-Replayed" in a.headers]
        self.assertEqual(len(replayed), 15)
        self.assertEqual(self.listed("police-xb")["items_total"], 1)
