"""Whom a message would go to, while one types."""

from tests.messaging.browser.case import ScreenCase


class RecipientsTest(ScreenCase):
    def json(self, path, **query):
        answer = self.ask("customs-xa", "GET", f"{self.messages}/{path}", params=query)
        self.assertEqual(answer.status_code, 200)
        return answer.json()

    def test_the_address_book(self):
        items = self.json("recipients", q="xb")["items"]
        titles = {item["token"]: item for item in items}
        self.assertEqual(
            list(titles), ["country:XB", "member:customs-xb", "member:police-xb"]
        )
        self.assertEqual(titles["country:XB"]["detail"], "2 members")
        self.assertIn("National Police of XB", titles["member:police-xb"]["detail"])
        self.assertEqual(self.json("recipients", q="nobody at all")["items"], [])

    def test_whom_a_message_would_reach(self):
        said = self.json("reach", to=["everyone"], handling="green")
        text = "Will be sent to 9 people, 2 of them in intergovernmental organizations."
        self.assertEqual(said["text"], text)
        self.assertEqual((said["ask_igo"], said["ask_many"]), (False, False))
        said = self.json("reach", to=["category:igo"], handling="amber_strict")
        self.assertTrue(said["ask_igo"])
        self.assertEqual(len(said["igo_names"]), 2)
        said = self.json("reach", to=["category:police"], handling="red")
        self.assertIn("named recipients only", said["refusal"])
        self.assertIn("not a member", self.json("reach", to=["member:x"])["refusal"])
        self.assertEqual(self.json("reach")["text"], "")
