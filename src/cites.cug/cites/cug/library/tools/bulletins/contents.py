"""What a bulletin says of its items, in one language. It never names an author."""

from cites.cug import _
from cites.cug.core.codelists.lists import title
from cites.cug.library.items.alert import IAlert
from cites.cug.library.lists.filters import FILTERS
from cites.cug.library.tools.map.browser.map_drawing import draw, Drawing, marks_of_alerts
from cites.cug.library.tools.translations.texts import texts_for
from cites.cug.web.layout.times import day
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from zope.i18n import translate


#: A summary is cut after so many characters, and so many species are named.
SUMMARY_CHARACTERS, SPECIES_SHOWN = 700, 6
#: A chart has so many bars.
MOST_BARS = 8
Counts = list[tuple[str, int]]
#: The mark of what is no real case.
EXERCISE = _("library_bulletins_exercise_title")


class Entry(NamedTuple):
    """An item of a bulletin, in words."""

    title: str
    #: Day, country, kind and handling code, as far as the item says them.
    facts: list[str]
    species: list[str]
    summary: str


class Charts(NamedTuple):
    """How many of the alerts there are of each; words and number."""

    months: Counts
    countries: Counts
    species: Counts


class Bulletin(NamedTuple):
    """All that stands in a bulletin; ``handling`` is a code, the rest is in words."""

    title: str
    group: str
    language: str
    handling: str
    handling_title: str
    handling_meaning: str
    audience: str
    day: date
    is_exercise: bool
    entries: Sequence[Entry]
    charts: Charts
    drawing: Drawing | None


def entry_of(item: Any, language: str) -> Entry:
    texts = texts_for(item, language)
    facts: list[str | None] = []
    if IAlert.providedBy(item):
        happened = item.incident_date
        facts += [
            happened and day(happened, language).text,
            title("country", item.incident_country, language),
            title("alert_type", item.alert_type, language),
        ]
    else:
        facts.append(title("document_type", item.document_type, language))
    facts.append(title("handling", item.handling, language))
    species = FILTERS["species"].values(item)
    more = ["…"] if len(species) > SPECIES_SHOWN else []
    return Entry(
        texts.title,
        [fact for fact in facts if fact],
        [*species[:SPECIES_SHOWN], *more],
        cut(texts.description),
    )


def exercise_mark(language: str) -> str:
    """The mark of what is no real case, in the language."""
    return translate(EXERCISE, target_language=language)


def cut(text: str) -> str:
    """The beginning of a text, up to a whole word."""
    if len(text) <= SUMMARY_CHARACTERS:
        return text
    return f"{text[:SUMMARY_CHARACTERS].rsplit(maxsplit=1)[0]} …"


def alerts_in(items: Iterable[Any]) -> list[Any]:
    return [item for item in items if IAlert.providedBy(item)]


def charts_of(items: Iterable[Any], language: str) -> Charts:
    """The numbers of the alerts by month, country and species."""
    alerts = alerts_in(items)
    dates = (alert.incident_date for alert in alerts)
    months = Counter(f"{one:%Y-%m}" for one in dates if one)
    countries = Counter(
        title("country", alert.incident_country, language)
        for alert in alerts
        if alert.incident_country
    )
    species = Counter(
        name for alert in alerts for name in FILTERS["species"].values(alert)
    )
    return Charts(sorted(months.items()), _most(countries), _most(species))


def _most(counts: Counter[str]) -> Counts:
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ranked[:MOST_BARS]


def map_of(items: Sequence[Any]) -> Drawing | None:
    """Positions and routes of the alerts; None where none of them says any."""
    marks = marks_of_alerts(alerts_in(items))
    return draw(marks) if marks else None
