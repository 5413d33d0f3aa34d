"""One line of a list of taxa, checked by itself."""

import re
from cites.cug import _
from cites.cug.core.settings.languages import CONVENTION
from cites.cug.core.validation.characters import fit_line, fit_text
from cites.cug.core.validation.errors import InvalidValue, shown, too_long
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


#: The ranks by their place, from the highest on.
RANKS = (
    *("kingdom", "phylum", "class", "order", "family", "subfamily"),
    *("genus", "species", "subspecies", "variety"),
)
BELOW_SPECIES = ("subspecies", "variety")
APPENDICES = ("I", "II", "III", "NC")
ACCEPTED, SYNONYM = "accepted", "synonym"
#: Species+ also marks hybrids (H), and names that stand in trade data alone (T).
STATUSES = {"": ACCEPTED, "a": ACCEPTED, "h": ACCEPTED, "s": SYNONYM, "t": SYNONYM}
STATUSES |= {ACCEPTED: ACCEPTED, SYNONYM: SYNONYM}
HIGHER = ("kingdom", "class_name", "order_name", "family_name", "genus_name")
MOST_CHARACTERS, MOST_NOTE, MOST_NAMES = 200, 10_000, 200
NO, ADDITION = frozenset({"0", "f", "false", "n", "no"}), "addition"
_LATIN = re.compile(r"[^\W\d_][\w.×'-]*(?: [\w.×'()-]+)*")
#: A scientific name with at least two words, before its author.
_SYNONYM = re.compile(
    r"×? ?[A-Z][a-zë-]+(?: (?:[x×]|var\.|subsp\.|ssp\.|f\.))?(?: [a-zë-]+)+"
)
_DATES = ("%Y-%m-%d", "%d/%m/%Y")


class Fault(NamedTuple):
    """A mistake, the line that it is in, and the heading of its column."""

    message: Message
    row: int
    column: str = ""


class UnreadableLine(Exception):
    """A line that cannot be read; ``fault`` says where and why."""

    def __init__(self, fault: Fault):
        super().__init__(fault.message)
        self.fault = fault


@dataclass(slots=True, kw_only=True)
class TaxonLine:
    """What one line of the file says of a taxon, or of a synonym."""

    row: int
    name: str
    rank: str
    status: str = ACCEPTED
    #: Of a synonym: the accepted names that it stands for.
    accepted: list[str] = field(default_factory=list)
    parent: str = ""
    appendix: str = ""
    listed: str = ""
    annotation: str = ""
    author: str = ""
    source_id: str = ""
    higher: dict[str, str] = field(default_factory=dict)
    synonyms: list[str] = field(default_factory=list)
    #: Common names by language; "" is any other.
    common: dict[str, list[str]] = field(default_factory=dict)
    #: Column → its heading in the file, for what is found wrong later.
    titles: Mapping[str, str] = field(default_factory=dict)

    def fault(self, message: Message, column: str) -> Fault:
        return Fault(message, self.row, self.titles.get(column, column))


class _Cells:
    """The cells of a line by column."""

    def __init__(self, row: int, read: Callable[[str], str], titles: Mapping[str, str]):
        self.row, self.read, self.titles = row, read, titles

    def wrong(self, column: str, message: Message) -> UnreadableLine:
        return UnreadableLine(Fault(message, self.row, self.titles.get(column, column)))

    def text(self, column: str, most: int = MOST_CHARACTERS) -> str:
        """Raises UnreadableLine for what is too long, or has unfit characters."""
        value = self.read(column)
        fit = fit_text if most == MOST_NOTE else fit_line
        try:
            value = fit(value)
        except InvalidValue as error:
            raise self.wrong(column, error.doc()) from error
        if most != MOST_NOTE:
            value = " ".join(value.split())
        if len(value) > most:
            raise self.wrong(column, too_long(most))
        return value

    def name(self, column: str) -> str:
        value = self.text(column)
        if value and not _LATIN.fullmatch(value.removeprefix("×").strip()):
            text = _(
                "codelist_editor_lines_scientific_name", mapping={"name": shown(value)}
            )
            raise self.wrong(column, text)
        return value

    def rank(self) -> str:
        value = self.text("rank").casefold()
        if value not in RANKS:
            text = _(
                "codelist_editor_lines_is_not_a_rank", mapping={"rank": shown(value)}
            )
            raise self.wrong("rank", text)
        return value

    def status(self) -> str:
        value = self.text("status").casefold()
        if value not in STATUSES:
            text = _(
                "codelist_editor_lines_status_use_accepted_s_text",
                mapping={"status": shown(value)},
            )
            raise self.wrong("status", text)
        return STATUSES[value]

    def appendix(self, value: str | None = None) -> str:
        value = self.text("appendix") if value is None else value
        found = {one for one in re.split(r"[/,;|\s]+", value.upper()) if one}
        for one in sorted(found - set(APPENDICES)):
            text = _(
                "codelist_editor_lines_is_not_an_appendix",
                mapping={"appendix": shown(one)},
            )
            raise self.wrong("appendix", text)
        return joined(found)

    def date(self, column: str) -> str:
        value = self.text(column).partition("T")[0].strip()
        if not value:
            return ""
        for form in _DATES:
            try:
                return datetime.strptime(value, form).date().isoformat()
            except ValueError:
                continue
        text = _(
            "codelist_editor_lines_date_enter_2026_01_text",
            mapping={"text": shown(value)},
        )
        raise self.wrong(column, text)

    def several(self, column: str, given: Iterable[str]) -> list[str]:
        found = []
        for one in given:
            value = " ".join(one.split())
            if not value:
                continue
            try:
                fit_line(value)
            except InvalidValue as error:
                raise self.wrong(column, error.doc()) from error
            if len(value) > MOST_CHARACTERS:
                raise self.wrong(column, too_long(MOST_CHARACTERS))
            found.append(value)
        if len(found) > MOST_NAMES:
            text = _("codelist_editor_lines_more_than_names", mapping={"n": MOST_NAMES})
            raise self.wrong(column, text)
        return list(dict.fromkeys(found))


def joined(appendices: Iterable[str]) -> str:
    """The Appendices in their order, with strokes between them."""
    return "/".join(one for one in APPENDICES if one in set(appendices))


def line_of_cells(
    row: int, cells: Sequence[str], columns: Mapping[str, int], titles: Mapping[str, str]
) -> TaxonLine:
    """A row of a table. Raises UnreadableLine."""

    def read(column: str) -> str:
        place = columns.get(column)
        return cells[place] if place is not None and place < len(cells) else ""

    found = _Cells(row, read, titles)
    line = _line(found)
    counts = found.text("current").casefold() not in NO
    counts = counts and found.text("change").casefold() in ("", ADDITION)
    if counts:
        line.appendix = found.appendix()
        line.listed = found.date("listed")
        line.annotation = found.text("annotation", MOST_NOTE)
    line.accepted = found.several("accepted", _divided(read("accepted")))
    with_authors = "author" in titles.get("synonyms", "").casefold()
    synonyms = _divided(read("synonyms"))
    line.synonyms = found.several(
        "synonyms", _without_authors(synonyms) if with_authors else synonyms
    )
    for language, column in (*zip(CONVENTION, CONVENTION, strict=True), ("", "other")):
        line.common[language] = found.several(column, _divided(read(column)))
    return line


def _line(found: _Cells) -> TaxonLine:
    name = found.name("name")
    if not name:
        raise found.wrong(
            "name", _("codelist_editor_lines_scientific_name_missing_error")
        )
    return TaxonLine(
        row=found.row,
        name=name,
        rank=found.rank(),
        status=found.status(),
        parent=found.name("parent"),
        author=found.text("author"),
        source_id=found.text("source_id", 20),
        higher={column: found.name(column) for column in HIGHER},
        titles=found.titles,
    )


def _divided(text: str) -> list[str]:
    """Names with semicolons between them, or with commas."""
    return re.split(";" if ";" in text else ",", text)


def _without_authors(names: Iterable[str]) -> Iterator[str]:
    """Scientific names; what stands between them is of the authors."""
    for name in names:
        if found := _SYNONYM.match(" ".join(name.split())):
            yield found[0]


#: Column → key of the API.
API_KEYS = {
    "name": "full_name",
    "author": "author_year",
    "rank": "rank",
    "status": "name_status",
    "source_id": "id",
    "appendix": "cites_listing",
}
API_HIGHER = {"class_name": "class", "order_name": "order", "family_name": "family"}
API_HIGHER |= {"kingdom": "kingdom", "genus_name": "genus"}


def line_of_json(row: int, given: Any) -> TaxonLine:
    """A taxon as the API of Species+ answers it. Raises UnreadableLine."""
    if not isinstance(given, dict):
        raise UnreadableLine(
            Fault(_("codelist_editor_taxon_line_json_object_error"), row)
        )
    higher = given.get("higher_taxa")
    higher = higher if isinstance(higher, dict) else {}

    def read(column: str) -> str:
        if column in API_HIGHER:
            value = higher.get(API_HIGHER[column])
        else:
            value = given.get(API_KEYS.get(column, ""))
        return str(value) if isinstance(value, str | int) else ""

    found = _Cells(row, read, API_KEYS)
    line = _line(found)
    line.appendix = found.appendix()
    _take_listings(found, line, _objects(given, "cites_listings"))
    line.accepted = found.several(
        "accepted_names", _texts(_objects(given, "accepted_names"), "full_name")
    )
    line.synonyms = found.several(
        "synonyms", _texts(_objects(given, "synonyms"), "full_name")
    )
    for one in _objects(given, "common_names"):
        language = str(one.get("language") or "").casefold()
        language = language if language in CONVENTION else ""
        names = found.several("common_names", _texts([one], "name"))
        line.common.setdefault(language, []).extend(names)
    return line


def _take_listings(
    found: _Cells, line: TaxonLine, listings: Iterable[Mapping[str, Any]]
) -> None:
    current = [one for one in listings if one.get("is_current", True)]
    if not line.appendix:
        line.appendix = joined(
            part
            for one in current
            for part in found.appendix(str(one.get("appendix") or "")).split("/")
        )
    dates, notes = [], []
    for one in current:
        of_one = _Cells(found.row, lambda key, one=one: str(one.get(key) or ""), {})  # type: ignore[misc]
        dates.append(of_one.date("effective_at"))
        notes.append(of_one.text("annotation", MOST_NOTE))
    line.listed = max(dates, default="")
    line.annotation = "\n".join(filter(None, dict.fromkeys(notes)))[:MOST_NOTE]


def _objects(given: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = given.get(key)
    several = value if isinstance(value, list) else []
    return [one for one in several if isinstance(one, dict)]


def _texts(objects: Iterable[Mapping[str, Any]], key: str) -> list[str]:
    return [one[key] for one in objects if isinstance(one.get(key), str)]


def as_date(text: str) -> date | None:
    """A date as the lines have it."""
    return date.fromisoformat(text) if text else None
