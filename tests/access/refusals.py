"""Pages that refuse, rendered once for many requests that are refused alike.

What stands on such a page follows from what ``kept_for`` names: who asks, the place it
leads back to, and the reason. Of the pages that could be taken again, one in
``COMPARED`` is rendered all the same and compared; ``test_hidden.py`` compares whole
answers, of which none is kept.
"""

from AccessControl import getSecurityManager
from cites.cug.web.publishing.error_views import ErrorAnswer
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from tests.access.probe import TOKEN
from tests.sampling import EVERYTHING, SEED
from typing import Any, NamedTuple
from unittest.mock import patch


COMPARED = 20


def kept_for(view: ErrorAnswer) -> tuple:
    """All that the page of a refusal is made of."""
    request = view.request
    return (
        getSecurityManager().getUser().getId(),
        "/".join(view.context.getPhysicalPath()),
        request["ACTUAL_URL"],
        request.get("LANGUAGE"),
        request.get("HTTP_HOST"),
        sorted(request.cookies),
        sorted(request.form),
        request.response.getHeader("Content-Type"),
        view.status,
        view.message,
        view.page_title,
        view.reference,
    )


class Page(NamedTuple):
    """A page, and what rendering it has left on the response."""

    body: str
    headers: dict[str, str]
    base: str | None

    @property
    def lasting(self) -> "Page":
        """Without what is made anew for each page."""
        return self._replace(body=TOKEN.sub("", self.body))


class KeptRefusals:
    """The pages by what they are made of, and those that were not like the one kept."""

    def __init__(self, name: str):
        self.pages: dict[str, Page] = {}
        self.random = Random(f"{SEED} {name}")
        self.different: list[str] = []
        self.render = ErrorAnswer.__dict__["template"]

    def page(self, view: ErrorAnswer) -> str:
        key = repr(kept_for(view))
        if key not in self.pages or EVERYTHING or not self.random.randrange(COMPARED):
            page = self.rendered(view)
            if self.pages.setdefault(key, page).lasting != page.lasting:
                self.different.append(key)
        kept, response = self.pages[key], view.request.response
        for name, value in kept.headers.items():
            response.setHeader(name, value)
        response.base = kept.base
        return kept.body

    def rendered(self, view: Any) -> Page:
        response = view.request.response
        before = dict(response.headers)
        body = self.render.__get__(view, type(view))()
        changed = dict(response.headers.items() - before.items())
        return Page(body, changed, response.base)


@contextmanager
def kept_refusals(name: str) -> Iterator[KeptRefusals]:
    """Render pages of refusals once while the block runs."""
    kept = KeptRefusals(name)
    with patch.object(ErrorAnswer, "template", lambda view: kept.page(view)):
        yield kept
