"""What is shown in place of a message that is not what was sent."""

from cites.cug.messaging.browser.page import MessagePage
from cites.cug.messaging.untrusted import TEXT
from cites.cug.messaging.untrusted import TITLE
from http import HTTPStatus
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class UntrustedPage(MessagePage):
    """In the list the message can still be chosen and deleted."""

    template = ViewPageTemplateFile("templates/untrusted.pt")
    page_title = TITLE
    text = TEXT

    def __call__(self) -> str:
        self.request.response.setStatus(HTTPStatus.CONFLICT)
        return self.template()
