"""Texts of the letters to applicants: those of the group, else those that we ship."""

import re
import tomllib
from cites.cug import _
from cites.cug.core.settings.languages import folder_with
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import FieldErrors, REQUIRED, shown, too_long
from cites.cug.membership.access_requests.models import OwnText
from cites.cug.membership.access_requests.text_fields import lines, MAX_TEXT, one_line
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple


#: In the folder of each language.
SHIPPED = "letters.toml"
MAX_SUBJECT = 200


class LetterName(StrEnum):
    """The kinds of letters."""

    CONFIRM = "confirm"
    QUESTION = "question"
    APPROVED = "approved"
    #: For a person who had an account before.
    ADDED = "added"
    DECLINED = "declined"


COMMON = frozenset({"group", "first_name", "last_name", "organisation"})
#: Variables of each letter beside the common ones: those it must use, then others.
MUST = {
    LetterName.CONFIRM: {"link"},
    LetterName.QUESTION: {"link", "question"},
    LetterName.APPROVED: {"link", "login"},
    LetterName.ADDED: {"link"},
    LetterName.DECLINED: {"reason"},
}
MAY = {
    LetterName.CONFIRM: {"hours"},
    LetterName.QUESTION: {"days"},
    LetterName.APPROVED: {"category", "days", "portal"},
    LetterName.ADDED: {"category", "login", "portal"},
    LetterName.DECLINED: set(),
}
#: A variable, ``${name}``; any other dollar sign is a dollar sign.
VARIABLE = re.compile(r"\$\{([^}]*)\}")


class LetterText(NamedTuple):
    """Subject and text of a letter, whose variables may be filled in or not."""

    subject: str
    text: str


@lru_cache
def shipped(name: LetterName, language: str) -> LetterText:
    """The text that we ship."""
    path = folder_with(language, SHIPPED) / SHIPPED
    with path.open("rb") as file:
        words = tomllib.load(file)[name]
    return LetterText(words["subject"], words["text"].strip())


def group_letter(group: Any, name: LetterName, language: str) -> LetterText | None:
    """The text of the group itself; None if it has none."""
    row = session().get(OwnText, (group.UID(), name.value, language))
    return LetterText(row.subject, row.text) if row else None


def words_of(group: Any, name: LetterName, language: str) -> LetterText:
    """The text that is sent: the group's own or the shipped one."""
    return group_letter(group, name, language) or shipped(name, language)


def variables(name: LetterName) -> list[str]:
    """Names of the variables that this letter may use, sorted."""
    return sorted(COMMON | MUST[name] | MAY[name])


def fill_in(words: LetterText, values: Mapping[str, str]) -> LetterText:
    """The letter with its variables filled in. A ``${name}`` inside a value stays as it
    is.
    """

    def value(found: re.Match) -> str:
        return values.get(found[1], "")

    subject = one_line(VARIABLE.sub(value, words.subject))
    return LetterText(subject, VARIABLE.sub(value, words.text) + "\n")


def validate_letter(name: LetterName, words: LetterText) -> LetterText:
    """The cleaned text. Raises InvalidValues for texts that are missing or too long,
    unknown variables and missing variables.
    """
    words = LetterText(one_line(words.subject), lines(words.text))
    mistakes = FieldErrors()
    for field, text, limit in (
        ("subject", words.subject, MAX_SUBJECT),
        ("text", words.text, MAX_TEXT),
    ):
        if not text:
            mistakes.add(field, REQUIRED)
        if len(text) > limit:
            mistakes.add(field, too_long(limit))
        for unknown in sorted(set(VARIABLE.findall(text)).difference(variables(name))):
            found = {"name": shown(unknown)}
            mistakes.add(
                field,
                _("membership_letter_texts_no_variable_letter_error", mapping=found),
            )
    missing = MUST[name].difference(VARIABLE.findall(words.text)) if words.text else ()
    for one in sorted(missing):
        mistakes.add(
            "text",
            _(
                "membership_letter_texts_letter_needs_variable_error",
                mapping={"name": one},
            ),
        )
    mistakes.raise_any()
    return words


def change_words(
    group: Any, name: LetterName, language: str, words: LetterText, *, acting_user: str
) -> None:
    """Check and keep the group's own text. Raises InvalidValues."""
    fitting = validate_letter(name, words)
    if fitting == words_of(group, name, language):
        return
    row = OwnText(
        group_uid=group.UID(), name=name.value, language=language, **fitting._asdict()
    )
    write_session().merge(row)
    _record("request.letter", group, name, language, acting_user)


def forget_words(
    group: Any, name: LetterName, language: str, *, acting_user: str
) -> None:
    """Delete the group's own text: the shipped one is used again."""
    records = write_session()
    row = records.get(OwnText, (group.UID(), name.value, language))
    if row is not None:
        records.delete(row)
        _record("request.letter-back", group, name, language, acting_user)


def _record(
    action: str, group: Any, name: LetterName, language: str, acting_user: str
) -> None:
    detail = {"letter": name.value, "language": language}
    record(action, target=group, acting_user=acting_user, detail=detail)
