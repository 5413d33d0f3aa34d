"""Screens of workspaces, as a browser without scripts shows and sends them."""

from lxml import html
from tests.workspaces.case import WorkspaceTestCase


class ScreensCase(WorkspaceTestCase):
    def setUp(self):
        super().setUp()
        self.topic = self.make_topic("police-xa", title="EXERCISE: crates at the port")

    def page(self, url, user=None, status=200, **kw):
        answer = self.browse("GET", url, user, **kw)
        self.assertEqual(status, answer.status_code, answer.text[:2000])
        return html.fromstring(answer.text)

    def send(self, url, by=None, status=302, sure=False, files=None, **fields):
        """Post a form of the page; what is asked back is answered if ``sure``."""
        token = self.page(f"{self.portal}/notifications", by).xpath(
            "//input[@name='_authenticator']/@value"
        )[0]
        data = {"_authenticator": token, **fields, **({"sure": "1"} if sure else {})}
        answer = self.browse("POST", url, by, data=data, files=files)
        self.assertEqual(status, answer.status_code, answer.text[:2000])
        return answer

    def words(self, tree):
        return " ".join(tree.text_content().split())

    def comments(self):
        answer = self.ask("GET", f"{self.topic}/@comments").json()["items"]
        return [one["text"]["data"] for one in answer]
