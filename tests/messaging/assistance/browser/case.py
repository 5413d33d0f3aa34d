"""Members at the pages of requests, over HTTP."""

import transaction
from cites.cug.messaging.assistance.actions import ask
from cites.cug.messaging.assistance.queries import own_request
from cites.cug.messaging.schema import Addressees, Letter
from tests.messaging.browser.case import ScreenCase


SAVE = "buttons.save"


class PagesCase(ScreenCase):
    def setUp(self):
        super().setUp()
        self.place = f"{self.group}/assistance"

    def asked(self, asker="customs-xa", to=("police-xb",), about=None, **fields):
        letter = Letter(**{"subject": "EXERCISE: crate", "body": "Whose?", **fields})
        request = ask(
            self.cug, "other", letter, Addressees(to=to), about, acting_user=asker
        )
        transaction.commit()
        return request

    def submit(self, user, path, status=302, files=None, **form):
        page = self.page(user, f"{self.place}/{path}")
        keys = page.xpath("//form//input[@type='hidden'][@name]")
        hidden = {one.get("name"): one.get("value") for one in keys}
        data = {**hidden, SAVE: "1", **form}
        url = f"{self.place}/{path}".partition("?")[0]
        answer = self.ask(user, "POST", url, data=data, files=files)
        self.assertEqual(answer.status_code, status, answer.text[:2000])
        return answer

    def state(self, user, request):
        transaction.begin()
        return own_request(self.cug, user, request).progress.state
