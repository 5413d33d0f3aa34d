"""Whom a message would go to, while one types."""

from tests.library.case import text_of
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

    def test_a_category_of_a_country_is_offered_before_persons(self):
        url = f"{self.messages}/recipients"
        answer = self.ask("police-xb", "GET", url, params={"q": "customs neverland"})
        first, *others = answer.json()["items"]
        self.assertEqual(first["token"], "part:2:customs:XA")
        self.assertEqual(first["title"], "Customs, Neverland (exercise) \N{MIDDLE DOT} 2")
        self.assertEqual({one["token"].split(":")[0] for one in others}, {"member"})

    def test_what_is_sent_is_what_the_chip_says(self):
        to, members = "part:2:customs:XA", {"customs-xa", "contact-xa"}
        reach = f"{self.messages}/reach"
        for handling, token, key, text in (
            ("amber", to, "text", "Will be sent to 2 people."),
            ("amber", "part:3:customs:XA", "refusal", "other members by now"),
            ("amber", "part:0:customs:XX", "refusal", "other members by now"),
            ("red", to, "refusal", "named recipients only"),
        ):
            query = {"to": [token], "handling": handling}
            answer = self.ask("police-xb", "GET", reach, params=query)
            self.assertIn(text, answer.json()[key])
            if key == "refusal":
                sent = {"subject": "Part", "to": token, "handling": handling}
                refused = self.parse(self.write("police-xb", status=400, **sent))
                (chip,) = refused.xpath("//ul[@id='chosen']/li")
                self.assertIn("Customs, ", text_of(chip))
        self.write("police-xb", status=400, subject="Part", to="part:x:customs:XA")
        self.write("police-xb", subject="Part", to=to)
        for one in members:
            self.assertIn("Part", self.lies_in(one, "inbox"), one)
        self.assertNotIn("Part", self.lies_in("customs-xb", "inbox"))

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
