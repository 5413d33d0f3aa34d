"""Messages over HTTP, as members use them."""

import requests
from cites.cug.demo.testing import ACCOUNTS, PASSWORD
from tests.messaging.http import in_json, MessagesHttpCase, MISSING


class SendingTest(MessagesHttpCase):
    def test_what_a_sender_is_answered(self):
        letter = {"subject": "EXERCISE: cubs", "body": "A crate.", "to": ["police-xb"]}
        answer = self.ask("customs-xa", "POST", "", json=letter)
        self.assertEqual(answer.status_code, 201, answer.text)
        message = answer.json()
        self.assertEqual(answer.headers["Location"], message["@id"])
        self.assertEqual(message["@id"], f"{self.messages}/{message['id']}")
        self.assertEqual(message["thread"], message["id"])
        self.assertEqual(message["to"], ["police-xb"])
        self.assertEqual(message["recipients_total"], 1)
        self.assertEqual(message["handling"], "amber")
        self.assertEqual(message["folder"], "sent")
        self.assertIn("A crate.", message["body"])
        self.assertRegex(message["sent"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        (receipt,) = message["receipts"]
        self.assertEqual(receipt["id"], "police-xb")
        self.assertEqual(receipt["delivered"], message["sent"])
        self.assertIsNone(receipt["read"])

    def test_what_a_recipient_finds(self):
        message = self.post(body="A crate with three cubs")
        page = self.listed("police-xb")
        self.assertEqual(page["items_total"], 1)
        self.assertEqual(page["unread_total"], 1)
        (item,) = page["items"]
        sender = {"id": "customs-xa", "fullname": ACCOUNTS["customs-xa"].fullname}
        sender |= {"country": "XA", "category": "customs"}
        expected = {
            "@id": message["@id"],
            "id": message["id"],
            "thread": message["id"],
            "kind": "received",
            "folder": "inbox",
            "subject": "EXERCISE: cubs",
            "sender": sender,
            "recipients_total": 1,
            "sent": message["sent"],
            "read": False,
            "starred": False,
            "handling": "amber",
            "answer_by": None,
            "attachments_total": 0,
            "snippet": "A crate with three cubs",
        }
        self.assertEqual(item, expected)
        opened = self.get("police-xb", message["id"])
        self.assertNotIn("receipts", opened)
        self.assertEqual(opened["recipients"][0]["country"], "XB")
        self.assertTrue(opened["read"])
        self.assertEqual(self.listed("police-xb")["unread_total"], 0)
        (receipt,) = self.get("customs-xa", message["id"])["receipts"]
        self.assertIsNotNone(receipt["read"])

    def test_recipients_of_a_group_see_its_name(self):
        message = self.post(to=["igo-unodc"], categories=["police"], countries=["XC"])
        expected = {"igo-unodc", "police-xa", "police-xb", "wildlife-xc"}
        self.assertEqual(set(message["to"]), expected)
        seen = self.get("police-xb", message["id"])
        self.assertEqual((seen["to"], seen["recipients"]), ([], []))
        self.assertEqual(seen["addressed_to"], ["Police", "Pixieland (exercise)"])
        self.assertEqual(self.get("igo-unodc", message["id"])["to"], ["igo-unodc"])
        everyone = self.post(to=[], everyone=True)
        self.assertEqual(everyone["recipients_total"], len(ACCOUNTS) - 1)
        seen = self.get("police-xb", everyone["id"])
        self.assertEqual(seen["addressed_to"], ["All members"])

    def test_groups_are_named_in_the_readers_language(self):
        message = self.post(categories=["igo"])
        headers = {"Accept-Language": "fr"}
        cookies = {"I18N_LANGUAGE": "fr"}
        seen = self.ask("police-xb", "GET", message["id"], headers, cookies=cookies)
        self.assertIn("intergouvernementale", seen.json()["addressed_to"][0])

    def test_conversation(self):
        first = self.post()
        second = self.post("police-xb", ["customs-xa"], reply_to=first["id"])
        self.assertEqual(second["thread"], first["id"])
        self.assertEqual(second["reply_to"], first["id"])
        thread = self.ids("customs-xa", thread=first["id"])
        self.assertEqual(set(thread), {first["id"], second["id"]})
        (latest,) = self.listed("customs-xa", folder="inbox", conversations=1)["items"]
        self.assertEqual(latest["conversation"], {"messages_total": 2, "unread_total": 1})

    def test_strict_codes(self):
        red = {"handling": "red", "subject": "S", "to": ["igo-unodc"]}
        answer = self.ask("customs-xa", "POST", "", json=red)
        self.assertBad(answer, "igo_confirmed")
        self.done("customs-xa", "POST", "", 201, json={**red, "igo_confirmed": True})
        answer = self.ask("customs-xa", "POST", "", json={**red, "everyone": True})
        self.assertBad(answer, "handling", "igo_confirmed")

    def test_recall(self):
        message = self.post(to=["police-xb", "wildlife-xa"])
        self.get("police-xb", message["id"])
        answer = self.done("customs-xa", "POST", f"{message['id']}/recall")
        self.assertEqual(answer, {"recalled": 1})
        self.assertMissing("wildlife-xa", "GET", message["id"])
        receipts = self.get("customs-xa", message["id"])["receipts"]
        self.assertEqual([one["recalled"] for one in receipts], [False, True])
        self.assertMissing("police-xb", "POST", f"{message['id']}/recall")

    def test_logged_in_by_cookie(self):
        with requests.Session() as browser:
            form = {"__ac_name": "customs-xa", "__ac_password": PASSWORD}
            browser.post(f"{self.portal}/login", data={**form, "buttons.login": "1"})
            self.assertIn("cug-session", browser.cookies)
            browser.headers["Accept"] = "application/json"
            letter = {"subject": "EXERCISE", "to": ["police-xb"]}
            answer = browser.post(self.messages, json=letter)
            self.assertEqual(answer.status_code, 201, answer.text)
            evil = {"Origin": "https://elsewhere.example"}
            answer = browser.post(self.messages, json=letter, headers=evil)
            self.assertEqual(answer.status_code, 403, answer.text)
        self.assertEqual(self.listed("police-xb")["items_total"], 1)


class DraftTest(MessagesHttpCase):
    def test_written_changed_and_sent(self):
        draft = self.post(to=[], draft=True, subject="")
        self.assertEqual(draft["kind"], "draft")
        self.assertIsNone(draft["sent"])
        self.assertTrue(draft["updated"])
        self.assertNotIn("receipts", draft)
        changes = {"subject": "Later", "to": ["police-xb"], "answer_by": "2099-12-31"}
        self.assertIsNone(
            self.done("customs-xa", "PATCH", draft["id"], 204, json=changes)
        )
        changed = self.get("customs-xa", draft["id"])
        self.assertEqual(changed["subject"], "Later")
        self.assertEqual(changed["body"], draft["body"])
        self.assertEqual(self.ids("police-xb"), [])
        sent = self.done("customs-xa", "POST", f"{draft['id']}/send")
        self.assertEqual((sent["id"], sent["folder"]), (draft["id"], "sent"))
        (item,) = self.listed("police-xb")["items"]
        self.assertEqual(item["answer_by"], "2099-12-31")

    def test_sending_again_changes_nothing(self):
        draft = self.post(draft=True)
        first = self.done("customs-xa", "POST", f"{draft['id']}/send")
        second = self.done("customs-xa", "POST", f"{draft['id']}/send")
        self.assertEqual(first, second)
        self.assertEqual(self.listed("police-xb")["items_total"], 1)
        self.assertMissing("police-xb", "POST", f"{draft['id']}/send")

    def test_what_lacks_is_said_when_it_is_sent(self):
        draft = self.post(to=["outsider"], draft=True, subject="")
        self.assertEqual(draft["recipients"][0]["fullname"], "outsider")
        answer = self.ask("customs-xa", "POST", f"{draft['id']}/send")
        self.assertBad(answer, "subject", "to[0]")
        strict = {"to": ["igo-unodc"], "subject": "S", "handling": "amber_strict"}
        self.done("customs-xa", "PATCH", draft["id"], 204, json=strict)
        url, confirmed = f"{draft['id']}/send", {"igo_confirmed": True}
        self.assertBad(self.ask("customs-xa", "POST", url), "igo_confirmed")
        self.done("customs-xa", "POST", url, json=confirmed)

    def test_only_drafts_are_rewritten(self):
        message = self.post()
        answer = self.ask("customs-xa", "PATCH", message["id"], json={"body": "Other"})
        self.assertBad(answer, "body")
        answer = self.ask("police-xb", "PATCH", message["id"], json={"to": []})
        self.assertBad(answer, "to")
        self.assertMissing("customs-xb", "PATCH", message["id"], json={"body": "Other"})

    def test_null_takes_away(self):
        draft = self.post(draft=True, answer_by="2099-12-31")
        changes = {"answer_by": None, "reply_to": None}
        self.done("customs-xa", "PATCH", draft["id"], 204, json=changes)
        self.assertIsNone(self.get("customs-xa", draft["id"])["answer_by"])


class ForwardTest(MessagesHttpCase):
    def test_files_are_passed_on(self):
        first = self.post(attachments=[in_json("crate.txt")])
        more = {"forward_files_of": first["id"], "reply_to": first["id"]}
        for draft in (False, True):
            second = self.post("police-xb", ["wildlife-xa"], draft=draft, **more)
            names = [file["filename"] for file in second["attachments"]]
            self.assertEqual(names, ["crate.txt"])

    def test_not_from_messages_of_others(self):
        first = self.post(attachments=[in_json("crate.txt")])
        for unknown in (first["id"], MISSING, "x" * 200):
            letter = {"subject": "S", "to": ["police-xb"], "forward_files_of": unknown}
            answer = self.ask("customs-xb", "POST", "", json=letter)
            self.assertBad(answer, "forward_files_of")


class StrangersTest(MessagesHttpCase):
    def test_who_has_no_mailbox(self):
        message = self.post()["id"]
        addresses = ("", message, MISSING, f"{message}/attachments/0")
        for url in (*addresses, f"{self.group}/@recipients"):
            for user, status in ((None, 401), ("outsider", 404)):
                answer = self.ask(user, "GET", url)
                self.assertEqual(answer.status_code, status, (user, url))

    def test_odd_addresses(self):
        odd = ["x", "x" * 1000, "%F0%9F%90%86", MISSING.upper(), "send"]
        odd += [f"{MISSING}/x", f"{MISSING}/send/x", f"{MISSING}/attachments/x", "-1"]
        odd += [f"{MISSING}/attachments/{'9' * 50}", "١" * 32, "%5C..", "_x"]
        odd += ["@@view", "++view++x", "reply", "context", "routes", "%E2%80%AE"]
        message = self.post(attachments=[in_json("a.txt")])["id"]
        odd += [f"{message}/attachments/1", f"{message}/attachments/٠"]
        for url in odd:
            with self.subTest(url[:40]):
                self.assertMissing("customs-xa", "GET", url)
        for url in ("%00", f"{message}%0A", "x" * 10_000, "%ED%A0%80"):
            with self.subTest(url[:40]):
                self.assertEqual(self.ask("customs-xa", "GET", url).status_code, 400)

    def test_methods_that_an_address_does_not_have(self):
        message = self.post()["id"]
        for method, url in (
            ("POST", message),
            ("DELETE", ""),
            ("PATCH", f"{message}/send"),
            ("GET", f"{message}/send"),
            ("DELETE", f"{message}/attachments"),
        ):
            kw = {} if method == "GET" else {"json": {}}
            self.assertMissing("customs-xa", method, url, **kw)
