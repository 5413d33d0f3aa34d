"""What is measured: each case asks the same work of the portal and of stock Plone."""

import exercise
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode


SITE = f"/{exercise.SITE}"
GROUP = f"{SITE}/cheetahs"
LIBRARY = f"{GROUP}/library"
JSON = "application/json"
HTML = "text/html"
HEALTH = f"{SITE}/@@ok"
PAGE_SIZE = 25
#: The list as a page, of each side.
LIST_PAGES = {"ours": LIBRARY, "stock": f"{LIBRARY}/listing_view?b_size={PAGE_SIZE}"}
#: A document of the portal to which a file is sent.
DOCUMENT = {
    "@type": "LibraryDocument",
    "title": "EXERCISE: large",
    "document_type": "report",
    "handling": "green",
}
#: With more, a page of stock Plone as it is installed takes many seconds and megabytes.
SIBLINGS_AT_MOST = 1000
#: Catalog columns of stock Plone that answer what a row of ``@library`` tells.
COLUMNS = ("UID", "Creator", "Subject", "effective", "created", "portal_type")


@dataclass(frozen=True)
class Work:
    """Requests to one side, taken in turn."""

    paths: list[str]
    accept: str = JSON
    body: dict | None = None


@dataclass(frozen=True)
class Case:
    name: str
    ours: Work
    stock: Work
    #: Total that the answers must tell the reader.
    total: int | None = None
    #: With stock Plone's navigation as it is installed; else as a site with a large
    #: folder sets it.
    stock_navigation: bool = False
    clients: tuple[int, ...] = (1, 8, 16)

    def work(self, side: str) -> Work:
        return getattr(self, side)


def library(**query: str) -> Work:
    return Work([f"{GROUP}/@library?{urlencode(query)}"])


def search(**query: str) -> Work:
    """Stock Plone's search: newest first, the same page size, no row's object woken."""
    asked = {
        "portal_type": "Document",
        "sort_on": "effective",
        "sort_order": "descending",
        "b_size": PAGE_SIZE,
        "metadata_fields": COLUMNS,
        **query,
    }
    return Work([f"{LIBRARY}/@search?{urlencode(asked, doseq=True)}"])


def listings(size: int) -> Iterator[Case]:
    total = exercise.expected(size)
    yield Case("listing, JSON", library(), search(), total["all"])
    ours = library(type="Alert", country="XA", state="shared")
    keywords = {"Subject.query:list": ("alert", "XA"), "Subject.operator": "and"}
    stock = search(review_state="published", **keywords)
    yield Case("filtered listing, JSON", ours, stock, total["filtered"])
    ours, stock = library(q=exercise.RARE_WORD), search(SearchableText=exercise.RARE_WORD)
    yield Case("full-text search, JSON", ours, stock, total["found"])
    ours, stock = (Work([LIST_PAGES[side]], HTML) for side in ("ours", "stock"))
    yield Case("listing, page", ours, stock)


def one_item(size: int) -> Iterator[Case]:
    paths = [f"{LIBRARY}/{item_id}" for item_id in exercise.sample(size)]
    yield Case("one item, JSON", Work(paths), Work(paths))
    yield Case("one item, page", Work(paths, HTML), Work(paths, HTML))


#: Words at random look like the name of a company with these, and would be held back.
TRADE = re.compile(
    r"\b(?:broker|cargo|centre|coast|courier|hotel|market|trans\w+|vessel)\b", re.I
)


def new_item() -> Case:
    item = exercise.Item(6)
    text = {"title": "EXERCISE: new", "description": item.description}
    body = TRADE.sub("", item.body)
    alert = {
        "@type": "Alert",
        "alert_type": "seizure",
        "handling": "green",
        "incident_country": "XA",
        "incident_date": "2026-10-01",
        "body": {"data": body, "content-type": HTML},
        "specimens": [{"species": "Acinonyx jubatus", "term": "LIV", "quantity": 2}],
        **text,
    }
    document = {
        "@type": "Document",
        "text": {"data": body, "content-type": HTML},
        "subjects": ["alert", "XA", "Acinonyx jubatus", "LIV"],
        **text,
    }
    ours, stock = (Work([LIBRARY], JSON, body) for body in (alert, document))
    return Case("new item, POST", ours, stock)


def as_installed(case: Case) -> Case:
    """The same beside stock Plone as it is installed; slow, so with one client."""
    name = f"{case.name}; stock navigation as installed"
    return replace(case, name=name, stock_navigation=True, clients=(1,))


def cases(size: int) -> list[Case]:
    """In the order they are run; what changes the library comes last."""
    health = Work([HEALTH], HTML)
    floor = Case("health view (floor)", health, health)
    pages = [*listings(size), *one_item(size)]
    slow = [as_installed(case) for case in pages if case.stock.accept == HTML]
    return [floor, *pages, *(slow if size <= SIBLINGS_AT_MOST else []), new_item()]
