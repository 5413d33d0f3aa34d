"""What the reader of the library asks, and what each link of the page would ask."""

from cites.cug.library.query_parameters import FILTER_NAMES
from cites.cug.library.query_parameters import read_library_query
from cites.cug.validation.query_parameters import BadQuery
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode


#: Parameters that stay when another one is changed; the page's number does not.
KEPT = ("q", *FILTER_NAMES, "since", "until", "sort_on", "sort_order", "b_size")
#: Those of them that narrow the list.
NARROWING = ("q", *FILTER_NAMES, "since", "until")


class LibraryQueryForm:
    """A query string; what cannot be understood is set aside in ``errors``."""

    def __init__(self, form: Mapping[str, Any], page_url: str):
        self.page_url = page_url
        self.errors: list[BadQuery] = []
        form = dict(form)
        while True:
            try:
                self.search = read_library_query(form)
            except BadQuery as error:
                self.errors.append(error)
                del form[error.name]
            else:
                break
        self.asked = {name: str(form[name]) for name in KEPT if form.get(name)}

    @property
    def narrowed(self) -> bool:
        return any(name in self.asked for name in NARROWING)

    def url(self, **changes: str | int | None) -> str:
        """Address with some parameters changed; None takes one away."""
        asked = {**self.asked, **changes}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"?{query}" if query else self.page_url

    def url_without_filters(self) -> str:
        return self.url(**dict.fromkeys(NARROWING))
