"""Members who ask for assistance and answer, in the same process."""

from cites.cug.messaging.assistance.actions import answer, ask, close, remind
from cites.cug.messaging.assistance.queries import list_requests, own_request
from cites.cug.messaging.schema import Addressees, Letter
from datetime import date
from tests.messaging.case import MessagingCase


YESTERDAY_OF_2026 = date(2026, 1, 1)


class AssistanceCase(MessagingCase):
    def ask(self, asker, *to, kind="information", about=None, options=None, **fields):
        letter = Letter(**{"subject": "EXERCISE: crate", "body": "Whose?", **fields})
        options = {"addressees": Addressees(to=to), "acting_user": asker} | (
            options or {}
        )
        return ask(self.group, kind, letter, about=about, **options)

    def answer(self, user, request, body="Ours.", **options):
        return answer(self.group, request, body, acting_user=user, **options)

    def close(self, user, request):
        close(self.group, request, acting_user=user)

    def remind(self, user, request):
        return remind(self.group, request, acting_user=user)

    def state(self, user, request):
        return own_request(self.group, user, request).progress.state

    def asked(self, user, **query):
        """Ids of the requests that the member is shown."""
        return [one.line.id for one in list_requests(self.group, user, **query)[0]]
