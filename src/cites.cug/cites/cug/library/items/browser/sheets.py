"""A file on the screen: its pages as pictures, and its text."""

from cites.cug import _
from cites.cug.library.items.attachments import file_of
from cites.cug.library.items.delivery import can_be_marked
from cites.cug.library.items.file_texts import is_read, text_of
from cites.cug.library.items.marks.mark import mark_for_caller
from cites.cug.library.items.marks.pictures import mark_picture
from cites.cug.library.items.page_previews import sheet, sheets_of, shown_size, SIZES
from cites.cug.web.layout.page import Page
from functools import cached_property
from io import BytesIO
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound
from zope.i18n import translate
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


class SheetsOfFile:
    """Part of the pages of all content that has a file in ``context.file``."""

    context: Any
    request: Any
    sheets_macros = ViewPageTemplateFile("templates/sheets.pt")

    @cached_property
    def sheets_total(self) -> int:
        return sheets_of(self.context.UID(), file_of(self.context)).total

    def sheets(self) -> list[dict[str, Any]]:
        """The pages that can be shown, each with the attributes of its ``img``."""
        file = file_of(self.context)
        sizes = sheets_of(self.context.UID(), file).sizes
        return [
            self.sheet(number, *(shown_size(size, m, file.contentType) for m in SIZES))
            for number, size in enumerate(sizes, 1)
        ]

    def sheet(
        self, number: int, small: tuple[int, int], large: tuple[int, int]
    ) -> dict[str, Any]:
        address = f"{self.context.absolute_url()}/sheet/{number}"
        return {
            "number": number,
            "src": address,
            "srcset": f"{address} {small[0]}w, {address}/large {large[0]}w",
            "width": large[0],
            "height": large[1],
        }

    def sheet_title(self, number: int) -> str:
        """The alternative text of the picture of a page."""
        places = {"number": number, "total": self.sheets_total}
        words = _("library_sheets_page_of", mapping=places)
        return translate(words, context=self.request)

    def has_words(self) -> bool:
        file = file_of(self.context)
        return file is not None and is_read(file.contentType or "")

    def leaves_unmarked(self) -> bool:
        """Whether the file should be marked with a name, but its type cannot be."""
        file = file_of(self.context)
        bare = file is not None and not can_be_marked(file.contentType or "")
        return bare and mark_for_caller(self.context) is not None


@implementer(IPublishTraverse)
class SheetPicture(Page):
    """``sheet/3`` and ``sheet/3/large``: one page as JPEG.

    It is marked with the reader's name wherever the file itself would be.
    """

    def __init__(self, context: Any, request: Any):
        super().__init__(context, request)
        self.steps: list[str] = []

    def publishTraverse(self, request: Any, name: str) -> "SheetPicture":
        self.steps.append(name)
        return self

    def __call__(self) -> bytes:
        match self.steps:
            case [number]:
                size = SIZES[0]
            case [number, "large"]:
                size = SIZES[1]
            case _:
                raise NotFound("sheet")
        file = file_of(self.context)
        if file is None or not (number.isascii() and number.isdecimal()):
            raise NotFound(number)
        data = sheet(self.context.UID(), file, int(number), size)
        words = mark_for_caller(self.context)
        if words is not None:
            target = BytesIO()
            mark_picture(BytesIO(data), target, words)
            data = target.getvalue()
        self.request.response.setHeader("Content-Type", "image/jpeg")
        return data


class FileWords(Page):
    """The text of a file, for screen readers, small screens and slow connections."""

    template = ViewPageTemplateFile("templates/file_words.pt")
    page_title = _("library_sheets_text_of_the_file_title")

    def __call__(self) -> str:
        if self.file is None:
            raise NotFound("words")
        return self.template()

    @cached_property
    def file(self) -> Any:
        return file_of(self.context)

    @cached_property
    def words(self) -> str | None:
        """The text; None if the clock has not read the file yet."""
        if not is_read(self.file.contentType or ""):
            return ""
        return text_of(self.context.UID(), self.file)

    def paragraphs(self) -> list[str]:
        """The text in paragraphs; form feeds separate the pages of a PDF."""
        lines = (self.words or "").replace("\f", "\n\n").split("\n\n")
        return [line.strip() for line in lines if line.strip()]
