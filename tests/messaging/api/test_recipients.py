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

    def test_bad_parameters(self):
        url = f"{self.group}/@recipients"
        for name, value in (("b_size", "0"), ("b_size", "x"), ("q", "x" * 201)):
            self.assertBad(self.ask("customs-xa", "GET", url, params={name: value}), name)
