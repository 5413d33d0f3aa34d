"""Corrections of code lists by the Secretariat, stored in the registry, one on each line.

A line reads `CODE | English | French | Spanish`, may go on with titles in other languages
(`| ar: title`), and may end with `| hidden`. It replaces the entry of that code or adds
one. A hidden code is no longer offered but keeps its title, for content that has it.
"""

import re
from cites.cug import _
from cites.cug.core.codelists.entry import Entry, LANGUAGES
from cites.cug.core.codelists.shipped import descriptions, shipped_entries
from cites.cug.core.settings.languages import CONVENTION
from dataclasses import replace
from typing import Any
from zope.i18nmessageid import Message


HIDDEN = "hidden"
TITLE_LENGTH = 200

#: A title in another language than those of CITES.
_OTHER = re.compile(r"(?P<language>[a-z]{2}): ?(?P<title>.*)")
_CODE = re.compile(r"[A-Za-z0-9_]{1,60}")
# Species are known by their scientific name.
_SCIENTIFIC_NAME = re.compile(r"(?=.{1,60}$)[A-Z][a-z]+( [a-z-]+){0,2}")


class MalformedCorrection(ValueError):
    """A correction that cannot be stored; `reason` is a message for the user.

    ``field`` is what of the entry is wrong: its code, or the title in a language.
    """

    def __init__(self, reason: Message, line: int | None = None, field: str = "code"):
        super().__init__(reason)
        self.reason, self.line, self.field = reason, line, field


def parse_corrections(list_name: str, text: str) -> dict[str, Entry]:
    """Corrections by code; raises MalformedCorrection with the number of the line."""
    corrections = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = parse_line(list_name, line)
        except MalformedCorrection as error:
            raise MalformedCorrection(error.reason, number, error.field) from error
        if unknown := sorted(entry.titles.keys() - set(LANGUAGES)):
            reason = _(
                "codelists_corrections_there_is_no_language", mapping={"code": unknown[0]}
            )
            raise MalformedCorrection(reason, number)
        if entry.code in corrections:
            reason = _(
                "codelists_corrections_the_code_occurs_twice",
                mapping={"code": entry.code},
            )
            raise MalformedCorrection(reason, number)
        corrections[entry.code] = entry
    return corrections


def readable_corrections(list_name: str, text: str) -> dict[str, Entry]:
    """Corrections by code; malformed lines are left out, so that forms still work."""
    corrections = {}
    for line in text.split("\n"):
        try:
            entry = parse_line(list_name, line)
        except MalformedCorrection:
            continue
        corrections[entry.code] = entry
    return corrections


def parse_line(list_name: str, line: str) -> Entry:
    """The entry that a line describes. Raises MalformedCorrection."""
    parts = [" ".join(part.split()) for part in line.split("|")]
    needed = len(CONVENTION) + 1
    hidden = len(parts) > needed and parts[-1].lower() == HIDDEN
    others = [_OTHER.fullmatch(part) for part in parts[needed : -1 if hidden else None]]
    if len(parts) < needed or None in others:
        raise MalformedCorrection(
            _("codelists_corrections_write_code_english_french_error")
        )
    code, *titles = parts[:needed]
    # A language that is not on the line keeps the title that is shipped.
    given = dict(zip(CONVENTION, titles, strict=True))
    given |= {other["language"]: other["title"] for other in others if other}
    entry = Entry(code, given, current=not hidden)
    check_entry(list_name, entry)
    return entry


def format_line(entry: Entry) -> str:
    """The line for an entry, as ``parse_line`` reads it."""
    titles = [entry.titles.get(language, "") for language in CONVENTION]
    others = [
        f"{language}: {title}".strip()
        for language, title in entry.titles.items()
        if language not in CONVENTION
    ]
    hidden = () if entry.current else (HIDDEN,)
    return " | ".join((entry.code, *titles, *others, *hidden))


def check_entry(list_name: str, entry: Entry) -> None:
    """Raise MalformedCorrection unless the entry can be stored as a line."""
    _check_code(list_name, entry)
    for language in dict.fromkeys((*CONVENTION, *entry.titles)):
        title = entry.titles.get(language, "")
        if mistake := _mistake_in(title, needed=language in CONVENTION):
            raise MalformedCorrection(mistake, field=language)


def _mistake_in(title: str, *, needed: bool) -> Message | None:
    if needed and not title:
        return _("codelists_corrections_title_needed_english_french_text")
    if "|" in title or not title.isprintable():
        return _("codelists_corrections_title_printable_characters_no_text")
    if len(title) > TITLE_LENGTH:
        return _(
            "codelists_corrections_title_most_characters", mapping={"n": TITLE_LENGTH}
        )
    return None


def _check_code(list_name: str, entry: Entry) -> None:
    if not entry.code:
        raise MalformedCorrection(_("codelists_corrections_the_code_is_missing_error"))
    if list_name == "species":
        if not _SCIENTIFIC_NAME.fullmatch(entry.code):
            raise MalformedCorrection(
                _("codelists_corrections_code_species_scientific_name_error")
            )
    elif not _CODE.fullmatch(entry.code):
        raise MalformedCorrection(_("codelists_corrections_code_letters_z_digits_error"))
    if descriptions()[list_name].fixed:
        known = {shipped.code for shipped in shipped_entries(list_name)}
        if entry.code not in known or not entry.current:
            raise MalformedCorrection(
                _("codelists_corrections_portal_relies_codes_list_error")
            )


def corrected(
    entries: tuple[Entry, ...], corrections: dict[str, Entry]
) -> tuple[Entry, ...]:
    """The entries with their corrections; new codes come at the end."""
    by_code = {entry.code: entry for entry in entries}
    for code, correction in corrections.items():
        shipped = by_code.get(code)
        by_code[code] = (
            replace(shipped, **titles_and_use(shipped, correction))
            if shipped
            else correction
        )
    return tuple(by_code.values())


def titles_and_use(shipped: Entry, correction: Entry) -> dict[str, Any]:
    """All that a correction can change of a code that is shipped, as it is then."""
    titles = {**shipped.titles, **correction.titles}
    return {"titles": titles, "current": correction.current}
