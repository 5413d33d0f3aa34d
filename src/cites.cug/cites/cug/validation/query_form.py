"""The query string of a page, and the addresses that change a part of it."""

from cites.cug.validation.errors import InvalidValues
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode


class QueryForm:
    """What the reader of a page asks for.

    What cannot be understood is set aside in ``errors``; the rest is in ``search``.
    """

    #: Parameters that narrow the list.
    narrowing: ClassVar[tuple[str, ...]]
    #: Parameters that links take along when they change another one; the number of the
    #: page is not among them.
    kept: ClassVar[tuple[str, ...]]

    @staticmethod
    def read(form: Mapping[str, Any]) -> Any:
        """Read a query string; raises InvalidValues for what it does not understand."""
        raise NotImplementedError

    def __init__(self, form: Mapping[str, Any], page_url: str):
        self.page_url = page_url
        self.errors: list[InvalidValues] = []
        form = dict(form)
        while True:
            try:
                self.search = self.read(form)
            except InvalidValues as error:
                self.errors.append(error)
                del form[error.field]
            else:
                break
        self.asked = {name: str(form[name]) for name in self.kept if form.get(name)}

    @property
    def narrowed(self) -> bool:
        return any(name in self.asked for name in self.narrowing)

    def url(self, **changes: str | int | None) -> str:
        """Address with some parameters changed; None takes one away."""
        asked = {**self.asked, **changes}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"?{query}" if query else self.page_url

    def url_without_filters(self) -> str:
        return self.url(**dict.fromkeys(self.narrowing))
