"""The page of a picture or a file in an alert."""

from Acquisition import aq_inner, aq_parent
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.library.items.attachments import srcset
from cites.cug.library.items.browser.sheets import SheetsOfFile
from cites.cug.web.layout.numbers import file_size
from cites.cug.web.layout.page import Page
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class AttachmentPage(SheetsOfFile, Page):
    """Shows the picture or file, and links to its alert."""

    template = ViewPageTemplateFile("templates/attachment.pt")

    def __call__(self) -> str:
        return self.template()

    @property
    def page_title(self) -> str:
        return self.context.title or self.context.getId()

    @cached_property
    def alert(self) -> Any:
        return aq_parent(aq_inner(self.context))

    @cached_property
    def is_picture(self) -> bool:
        return self.context.portal_type == "Image"

    @cached_property
    def file(self) -> Any:
        return self.context.image if self.is_picture else self.context.file

    def srcset(self) -> str:
        return srcset(self.context)

    def size(self) -> Any:
        return file_size(self.file.getSize(), self.request.get("LANGUAGE") or "en")

    def may_edit(self) -> bool:
        return may(Permission.MODIFY, self.context)

    def may_delete(self) -> bool:
        return may(Permission.DELETE, self.context)
