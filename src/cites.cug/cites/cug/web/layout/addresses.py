"""A page with further pages below its address that are no content objects."""

from cites.cug.web.layout.page import Page
from collections.abc import Mapping
from typing import Any, ClassVar
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


@implementer(IPublishTraverse)
class Addresses(Page):
    """Finds the page for the rest of the address."""

    #: Page by the words behind the address. ``None`` is any word; the page gets it as an
    #: argument.
    pages: ClassVar[Mapping[tuple[str | None, ...], type[Page]]]

    def __init__(self, context: Any, request: Any):
        super().__init__(context, request)
        self.path: list[str] = []

    def publishTraverse(self, request: Any, name: str) -> "Addresses":
        self.path.append(name)
        return self

    def __call__(self) -> Any:
        page, given = self.find()
        return page(self.context, self.request)(*given)

    def find(self) -> tuple[type[Page], list[str]]:
        """The page, and the words of the address that it takes. Raises NotFound."""
        path = tuple(self.path)
        if path in self.pages:
            return self.pages[path], []
        for pattern, page in self.pages.items():
            if len(pattern) == len(path) and all(
                part in (None, name) for part, name in zip(pattern, path, strict=True)
            ):
                given = zip(pattern, path, strict=True)
                return page, [name for part, name in given if part is None]
        raise NotFound("/".join(path))
