"""Lists of a mailbox: one row for each conversation."""

from cites.cug.messaging.models import Folder
from cites.cug.messaging.queries import conversation_sizes, list_conversations
from tests.messaging.case import MessagingCase


class ConversationsTest(MessagingCase):
    def test_the_latest_of_each(self):
        first = self.send("customs-xa", "police-xb")
        other = self.send("wildlife-xa", "police-xb")
        answer = self.send("police-xb", "customs-xa", reply_to=first)
        again = self.send("customs-xa", "police-xb", reply_to=answer)
        page = list_conversations(self.group, "police-xb", Folder.INBOX)
        self.assertEqual([line.id for line in page.lines], [again, other])
        sizes = conversation_sizes(self.group, "police-xb", [first, other])
        self.assertEqual(sizes, {first: (3, 2), other: (1, 1)})
        page = list_conversations(self.group, "police-xb", Folder.INBOX, size=1)
        self.assertTrue(page.more)

    def test_of_others_nothing_is_counted(self):
        first = self.send("customs-xa", "police-xb")
        self.send("customs-xa", "wildlife-xa", reply_to=first)
        sizes = conversation_sizes(self.group, "police-xb", [first])
        self.assertEqual(sizes, {first: (1, 1)})
        self.assertEqual(conversation_sizes(self.group, "wildlife-xc", [first]), {})
