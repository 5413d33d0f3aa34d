"""What a sender learns, and what recipients see of each other."""

from cites.cug.core.validation.errors import Missing
from cites.cug.messaging.actions.sending import recall_message
from cites.cug.messaging.mailbox import own_message
from cites.cug.messaging.receipts import receipts
from cites.cug.messaging.schema import Addressees
from tests.messaging.case import MessagingCase


class ReceiptsTest(MessagingCase):
    def told(self, message, user="customs-xa"):
        found = receipts(self.group, message, acting_user=user)
        return {one.user_id: (bool(one.read), one.recalled) for one in found}

    def test_delivered_read_and_taken_back(self):
        message = self.send("customs-xa", "police-xb", "wildlife-xa")
        self.open("police-xb", message)
        expected = {"police-xb": (True, False), "wildlife-xa": (False, False)}
        self.assertEqual(self.told(message), expected)
        recall_message(self.group, message, acting_user="customs-xa")
        self.assertEqual(self.told(message)["wildlife-xa"], (False, True))

    def test_no_reading_is_told_where_no_receipt_was_asked_for(self):
        message = self.send("customs-xa", "police-xb", receipt=False)
        self.open("police-xb", message)
        self.assertEqual(self.told(message), {"police-xb": (False, False)})

    def test_for_the_sender_only(self):
        message = self.send("customs-xa", "police-xb")
        for user in ("police-xb", "secretariat"):
            with self.subTest(user), self.assertRaises(Missing):
                self.told(message, user)

    def test_members_of_a_group_are_named_to_the_sender_only(self):
        addressees = Addressees(to=("wildlife-xa",), categories=("police",))
        message = self.send("customs-xa", options={"addressees": addressees})
        reached = self.told(message)
        for user, expected in (
            ("customs-xa", ["wildlife-xa"]),
            ("wildlife-xa", ["wildlife-xa"]),
            ("police-xa", []),
        ):
            found = own_message(self.group, user, message)
            seen = Addressees.stored(found.addressed).seen_by(user, found.sender)
            self.assertEqual(list(seen.to), expected, user)
        self.assertEqual(sorted(reached), ["police-xa", "police-xb", "wildlife-xa"])

    def test_named_recipients_see_each_other(self):
        message = self.send("customs-xa", "police-xb", "wildlife-xa")
        row = own_message(self.group, "police-xb", message)
        seen = Addressees.stored(row.addressed).seen_by("police-xb", row.sender)
        self.assertEqual(seen.to, ("police-xb", "wildlife-xa"))
