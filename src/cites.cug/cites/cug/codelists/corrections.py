"""Corrections of code lists by the Secretariat, stored in the registry, one on each line.

A line reads `CODE | English | French | Spanish` and may end with `| hidden`. It replaces
the entry of that code or adds one. A hidden code is no longer offered but keeps its
title, for content that has it.
"""

import re
from cites.cug import _
from cites.cug.codelists.entry import Entry, LANGUAGES
from cites.cug.codelists.shipped import descriptions, shipped_entries
from dataclasses import replace
from typing import Any
from zope.i18nmessageid import Message


HIDDEN = "hidden"
TITLE_LENGTH = 200

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
        if entry.code in corrections:
            reason = _("The code ${code} occurs twice.", mapping={"code": entry.code})
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
    hidden = len(parts) == 5 and parts[4].lower() == HIDDEN
    if len(parts) != 4 and not hidden:
        raise MalformedCorrection(
            _("Write: CODE | English | French | Spanish, and if need be | hidden.")
        )
    code, english, french, spanish = parts[:4]
    entry = Entry(code, english, french, spanish, current=not hidden)
    check_entry(list_name, entry)
    return entry


def format_line(entry: Entry) -> str:
    """The line for an entry, as ``parse_line`` reads it."""
    titles = (entry.title(language) for language in LANGUAGES)
    hidden = () if entry.current else (HIDDEN,)
    return " | ".join((entry.code, *titles, *hidden))


def check_entry(list_name: str, entry: Entry) -> None:
    """Raise MalformedCorrection unless the entry can be stored as a line."""
    _check_code(list_name, entry)
    for language in LANGUAGES:
        if mistake := _mistake_in(entry.title(language)):
            raise MalformedCorrection(mistake, field=language)


def _mistake_in(title: str) -> Message | None:
    if not title:
        return _("The title is needed in English, French and Spanish.")
    if "|" in title or not title.isprintable():
        return _("A title has only printable characters, and no |.")
    if len(title) > TITLE_LENGTH:
        return _("A title has at most ${n} characters.", mapping={"n": TITLE_LENGTH})
    return None


def _check_code(list_name: str, entry: Entry) -> None:
    if not entry.code:
        raise MalformedCorrection(_("The code is missing."))
    if list_name == "species":
        if not _SCIENTIFIC_NAME.fullmatch(entry.code):
            raise MalformedCorrection(_("The code of a species is its scientific name."))
    elif not _CODE.fullmatch(entry.code):
        raise MalformedCorrection(
            _("A code has only letters A to Z, digits and underscores, at most 60.")
        )
    if descriptions()[list_name].fixed:
        known = {shipped.code for shipped in shipped_entries(list_name)}
        if entry.code not in known or not entry.current:
            raise MalformedCorrection(
                _("The portal relies on the codes of this list: change titles only.")
            )


def corrected(
    entries: tuple[Entry, ...], corrections: dict[str, Entry]
) -> tuple[Entry, ...]:
    """The entries with their corrections; new codes come at the end."""
    by_code = {entry.code: entry for entry in entries}
    for code, correction in corrections.items():
        shipped = by_code.get(code)
        by_code[code] = (
            replace(shipped, **titles_and_use(correction)) if shipped else correction
        )
    return tuple(by_code.values())


def titles_and_use(correction: Entry) -> dict[str, Any]:
    """All that a correction can change of a code that is shipped."""
    titles = {language: correction.title(language) for language in LANGUAGES}
    return {**titles, "current": correction.current}
