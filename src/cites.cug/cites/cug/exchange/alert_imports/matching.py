"""Which column of a table is which field of an alert.

What a column is called is compared without case, accents and signs. A column without a
field is left out; one that is a ``note`` becomes a line of the alert's text.
"""

import json
from cites.cug import _
from cites.cug.core.settings.languages import LANGUAGES
from cites.cug.core.validation.characters import letters
from cites.cug.core.validation.errors import invalid, shown
from cites.cug.exchange.illegal_trade.template import (
    FIELDS,
    LINE_FIELDS,
    report_shipped,
    report_template,
)
from cites.cug.exchange.misp import OF_ALERT, OF_LINE
from cites.cug.library.items.alert import IAlert
from cites.cug.library.items.specimens import ISpecimen
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from zope.i18n import translate


NOTE = "note"
#: A number whose column says of what it is: ``quantity:TUS:KIL``.
QUANTITY = "quantity"
#: Paragraphs of the alert's text, as they are.
TEXT = "text"
#: The UID of the item that it is, if it is one of the portal's own.
ITEM = "item"
REPORT, ETIS, MISP = "report", "etis", "misp"
LAYOUTS = (REPORT, ETIS, MISP)
#: What columns of a MISP event are of.
EVENT, SEIZURE, PLACE = "event", "wildlife-seizure", "geolocation"
DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
DATES = ("", DAY_FIRST, MONTH_FIRST)
#: What an import may say of all rows that say nothing of it.
DEFAULTS = ("handling", "incident_country", "species", "language")
KEYS = ("layout", "columns", "defaults", "dates", "keep_unknown", "saved", "save_as")
#: A table has the layout that so many of its headings belong to.
LEAST = 4
MAX_HEADING = 300
NO_OBJECT = _("exchange_matching_send_json_object_columns_text")
UNKNOWN_KEY = _("exchange_matching_no_such_key")
NO_TARGET = _("exchange_matching_field_alert_text")
NO_TEXTS = _("exchange_matching_send_texts_here")


class Matching(NamedTuple):
    """How a table is read."""

    #: The heading, as ``letters`` writes it → the field, ``note``, or nothing.
    columns: Mapping[str, str]
    defaults: Mapping[str, str] = {}
    #: Which comes first where a date leaves that open; empty: neither is taken.
    dates: str = ""
    #: Whether words that are no choice are kept in the text instead of refused.
    keep_unknown: bool = False
    layout: str = ""

    def target(self, heading: str) -> str:
        return self.columns.get(letters(heading), "")


def targets() -> list[str]:
    """The fields that a column may be, in the order of the form."""
    of_alert = [name for name in IAlert if name in FIELDS]
    return [*of_alert, *(name for name in ISpecimen if name in LINE_FIELDS), NOTE]


def is_target(field: str) -> bool:
    name, *_of_what = field.split(":")
    if ":" in field:
        return name == QUANTITY and len(_of_what) <= 2
    return field in ("", NOTE, TEXT, ITEM) or field in FIELDS


@lru_cache(maxsize=1)
def _etis() -> Matching:
    path = Path(__file__).with_name("etis.json")
    told = json.loads(path.read_text(encoding="utf-8"))
    columns = {letters(heading): field for heading, field in told["columns"].items()}
    return Matching(
        columns, told["defaults"], keep_unknown=told["keep_unknown"], layout=ETIS
    )


@lru_cache(maxsize=1)
def _misp() -> Matching:
    told = {
        EVENT: {"uuid": ITEM, "info": "title", "tag": "handling", "comment": TEXT},
        SEIZURE: {**OF_ALERT, **OF_LINE},
        PLACE: {
            "latitude": "latitude",
            "longitude": "longitude",
            "countrycode": "incident_country",
            "text": "location",
        },
    }
    columns = {
        letters(f"{of}.{name}"): field
        for of, fields in told.items()
        for name, field in fields.items()
    }
    return Matching(columns, layout=MISP)


def layout_named(name: str) -> Matching:
    """The matching of a known layout."""
    if name == ETIS:
        return _etis()
    if name == MISP:
        return _misp()
    columns = {
        letters(heading): column.field
        for template in (report_shipped(), report_template())
        for column in template.columns
        for heading in column.heading.values()
    }
    return Matching(columns, layout=REPORT)


@lru_cache(maxsize=1)
def _usual_headings() -> Mapping[str, str]:
    """Heading, as ``letters`` writes it → field: usual words in four languages, and what
    our own forms call the fields.
    """
    path = Path(__file__).with_name("headings.json")
    told = json.loads(path.read_text(encoding="utf-8"))
    usual = {letters(word): field for field, words in told.items() for word in words}
    for field in targets():
        if field != NOTE:
            title = (ISpecimen if field in LINE_FIELDS else IAlert)[field].title
            for language in LANGUAGES:
                word = translate(title, target_language=language)
                usual.setdefault(letters(word), field)
    return usual


def guessed_columns(headings: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Heading, as ``letters`` writes it → the field that it most likely is.

    Each field is guessed once, for its first heading, and none that is ``taken``.
    """
    found: dict[str, str] = {}
    given = set(taken)
    for heading in map(letters, headings):
        field = _usual_headings().get(heading)
        if field and field not in given and heading not in found:
            found[heading] = field
            given.add(field)
    return found


def headings_in(rows: Iterable[Sequence[Any]]) -> int:
    """The place of the row with the headings: the first that has most known ones.

    One usual word alone may be a value, and does not count.
    """
    of_layouts = {one for name in LAYOUTS for one in layout_named(name).columns}
    usual = of_layouts | set(_usual_headings())
    found = []
    for row in rows:
        words = [letters(str(cell)) for cell in row]
        many = sum(word in usual for word in words)
        found.append(many if many > 1 else sum(word in of_layouts for word in words))
    return found.index(max(found)) if found else 0


def layout_of(headings: Sequence[str]) -> Matching | None:
    """The layout that the headings belong to; None if they are of no known one.

    Columns that were added to the report's are guessed by their headings.
    """
    there = {letters(heading) for heading in headings}
    found = [layout_named(name) for name in LAYOUTS]
    best = max(found, key=lambda one: len(there & set(one.columns)))
    if len(there & set(best.columns)) < LEAST:
        return None
    if best.layout != REPORT:
        return best
    known = [field for heading, field in best.columns.items() if heading in there]
    added = guessed_columns((one for one in there if one not in best.columns), known)
    return best._replace(columns={**added, **best.columns})


def read_matching(told: Any, base: Matching | None = None) -> Matching:
    """A matching from JSON, as a change of another. Raises InvalidValues."""
    if not isinstance(told, Mapping):
        raise invalid("mapping", NO_OBJECT)
    for name in told:
        if name not in KEYS:
            text = _(UNKNOWN_KEY, mapping={"name": shown(name)})
            raise invalid(f"mapping.{shown(name)}", text)
    layout = told.get("layout", "")
    if layout and layout not in LAYOUTS:
        raise invalid("mapping.layout", _one_of(LAYOUTS))
    base = layout_named(layout) if layout else base or Matching({})
    columns, defaults = _texts(told, "columns"), _texts(told, "defaults")
    _check_names(columns, defaults)
    dates = told.get("dates", base.dates)
    if dates not in DATES:
        raise invalid("mapping.dates", _one_of(DATES[1:]))
    keep_unknown = told.get("keep_unknown", base.keep_unknown)
    if not isinstance(keep_unknown, bool):
        raise invalid("mapping.keep_unknown", _("common_give_true_or_false_error"))
    matched = {letters(heading[:MAX_HEADING]): one for heading, one in columns.items()}
    return Matching(
        {**base.columns, **matched},
        {**base.defaults, **{name: one for name, one in defaults.items() if one}},
        dates,
        keep_unknown,
        base.layout,
    )


def _check_names(columns: Mapping[str, str], defaults: Iterable[str]) -> None:
    for field in columns.values():
        if not is_target(field):
            text = _(NO_TARGET, mapping={"field": shown(field)})
            raise invalid("mapping.columns", text)
    for name in defaults:
        if name not in DEFAULTS:
            raise invalid("mapping.defaults", _one_of(DEFAULTS))


def written_matching(matching: Matching) -> dict[str, Any]:
    """The matching as JSON that ``read_matching`` reads."""
    return {
        "columns": dict(matching.columns),
        "defaults": dict(matching.defaults),
        "dates": matching.dates,
        "keep_unknown": matching.keep_unknown,
    }


def _texts(told: Mapping[str, Any], name: str) -> dict[str, str]:
    found = told.get(name) or {}
    if not isinstance(found, Mapping) or not all(
        isinstance(one, str) for pair in found.items() for one in pair
    ):
        raise invalid(f"mapping.{name}", NO_TEXTS)
    return dict(found)


def _one_of(values: Iterable[str]) -> Any:
    mapping = {"values": ", ".join(values)}
    return _("common_choose_one_of_these_error", mapping=mapping)
