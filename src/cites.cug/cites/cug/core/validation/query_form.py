"""The query string of a page, and the links that change a part of it."""

from cites.cug.core.validation.errors import InvalidValues
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode
from zope.i18nmessageid import Message


Asked = str | int | Sequence[str]


class QueryForm:
    """The query of a page.

    ``wrong`` has the mistakes by their parameters; ``search`` is the rest. A page that
    has any shows nothing that was found, and all that was ``typed``.
    """

    #: Parameters that narrow the list.
    narrowing: ClassVar[tuple[str, ...]]
    #: Parameters that links keep when they change another one. The number of the page is
    #: not among them.
    kept: ClassVar[tuple[str, ...]]

    @staticmethod
    def read(form: Mapping[str, Any]) -> Any:
        """Read a query string. Raises InvalidValues."""
        raise NotImplementedError

    def __init__(self, form: Mapping[str, Any], page_url: str):
        self.page_url = page_url
        self.wrong: dict[str, Message] = {}
        right = dict(form)
        while True:
            try:
                self.search = self.read(right)
            except InvalidValues as error:
                self.wrong[error.field] = error.message
                del right[error.field]
            else:
                break
        self.asked = {name: right[name] for name in self.kept if right.get(name)}
        self.typed = self.asked | {name: text_of(form[name]) for name in self.wrong}

    @property
    def narrowed(self) -> bool:
        return any(name in self.asked for name in self.narrowing)

    def url(self, **changes: Asked | None) -> str:
        """The address with some parameters changed; None removes a parameter."""
        query = self.query(**changes)
        return f"?{query}" if query else self.page_url

    def query(self, **changes: Asked | None) -> str:
        """The query string with some parameters changed."""
        asked = {**self.asked, **changes}
        left = {name: value for name, value in asked.items() if value}
        return urlencode(left, doseq=True)

    def url_without_filters(self) -> str:
        return self.url(**dict.fromkeys(self.narrowing))


def text_of(value: Any) -> str:
    """What was typed; of several values all."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
