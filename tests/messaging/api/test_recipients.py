"""Whom one may write to, over HTTP."""

from cites.cug.demo.testing import ACCOUNTS
from tests.messaging.http import MessagesHttpCase


class RecipientsTest(MessagesHttpCase):
    def test_address_book(self):
        book = self.done("customs-xa", "GET", f"{self.group}/@recipients?q=xb+police")
        (member,) = book["members"]
        self.assertEqual(member["id"], "police-xb")
        self.assertEqual((member["country"], member["category"]), ("XB", "police"))
        self.assertEqual(book["everyone"], len(ACCOUNTS) - 1)
        book = self.done("customs-xa", "GET", f"{self.group}/@recipients?b_size=2")
        self.assertEqual(len(book["members"]), 2)
        codes = {part["code"]: part["members"] for part in book["categories"]}
        self.assertEqual(codes["igo"], 2)

    def test_a_category_of_a_country_is_listed_with_its_members(self):
        url = f"{self.group}/@recipients?q=customs+neverland"
        (part,) = self.done("police-xb", "GET", url)["parts"]
        self.assertEqual(
            part,
            {
                "code": "customs:XA",
                "title": "Customs, Neverland (exercise)",
                "members": 2,
                "ids": ["contact-xa", "customs-xa"],
            },
        )
        # Alone in it with the caller there is one person, who is listed by name.
        self.assertEqual(self.done("customs-xa", "GET", url)["parts"], [])
        url = f"{self.group}/@recipients"
        self.assertEqual(self.done("police-xb", "GET", url)["parts"], [])

    def test_bad_parameters(self):
        url = f"{self.group}/@recipients"
        for name, value in (("b_size", "0"), ("b_size", "x"), ("q", "x" * 201)):
            self.assertBad(self.ask("customs-xa", "GET", url, params={name: value}), name)
