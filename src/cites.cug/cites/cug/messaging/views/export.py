"""Stub."""

from cites.cug.messaging.views.page import MessagePage


class ExportPage(MessagePage):
    def __call__(self):
        return ""
