"""Messages are filed over HTTP."""

from tests.messaging.http import MessagesHttpCase, MISSING


class FilingTest(MessagesHttpCase):
    def test_one(self):
        message = self.post()["id"]
        changes = {"read": True, "starred": True, "folder": "archive"}
        self.done("police-xb", "PATCH", message, 204, json=changes)
        (item,) = self.listed("police-xb", folder="archive")["items"]
        self.assertTrue(item["read"] and item["starred"])
        self.assertEqual(self.ids("police-xb"), [])
        self.assertEqual(self.ids("police-xb", starred=1), [message])

    def test_many(self):
        messages = [self.post(subject=f"Number {n}")["id"] for n in range(3)]
        changes = {"ids": messages[:2], "read": True, "folder": "trash"}
        self.done("police-xb", "PATCH", "", 204, json=changes)
        self.assertEqual(set(self.ids("police-xb", folder="trash")), set(messages[:2]))
        self.assertEqual(self.listed("police-xb")["unread_total"], 1)

    def test_all_or_none(self):
        message, foreign = self.post()["id"], self.post(to=["customs-xb"])["id"]
        for other in (foreign, MISSING, "x", "../@home"):
            changes = {"ids": [message, other], "starred": True}
            self.assertMissing("police-xb", "PATCH", "", json=changes)
        self.assertEqual(self.ids("police-xb", starred=1), [])

    def test_first_to_the_trash_then_gone(self):
        message = self.post()["id"]
        self.done("police-xb", "DELETE", message, 204)
        self.assertEqual(self.ids("police-xb", folder="trash"), [message])
        self.done("police-xb", "DELETE", message, 204)
        self.assertMissing("police-xb", "GET", message)
        self.assertMissing("police-xb", "DELETE", message)
        self.get("customs-xa", message)

    def test_a_folder_where_it_has_no_place(self):
        message = self.post()["id"]
        answer = self.ask("police-xb", "PATCH", message, json={"folder": "sent"})
        self.assertBad(answer, "folder")
