"""Messages about an item: what it takes to find them in a long mailbox."""

from cites.cug.messaging.about import About
from cites.cug.messaging.about_queries import messages_about
from plone import api
from tests.messaging.case import MessagingCase
from tests.some import some


class CostTest(MessagingCase):
    def test_they_are_not_looked_for_in_the_whole_mailbox(self):
        about = About(uid=self.group.UID())
        self.send("customs-xa", "police-xb", options={"about": about})
        with api.env.adopt_user("police-xb"):
            plans = list(self.plans(lambda: list(messages_about(self.group))))
        for statement, plan in some(p for p in plans if "about_digest" in p[0]):
            steps = "\n".join(plan)
            self.assertIn("ix_message_about_digest", steps, statement)
            self.assertNotIn("message_delivery_list", steps, statement)
