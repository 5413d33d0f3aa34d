"""Contacts of institutions: their addresses and numbers are no findings, persons are."""

import re
from cites.nonnominal.check import check
from cites.nonnominal.findings import FindingKind


BETWEEN_WORDS = re.compile(r"[._+-]")


def without_addresses(text: str) -> str:
    """The text without its telephone numbers, and of e-mail addresses only the words
    before the @: an office's stand there, or a person's name.

    All that remains is where it was.
    """
    for one in check(text):
        if one.kind is FindingKind.PHONE:
            words = ""
        elif one.kind is FindingKind.EMAIL:
            words = BETWEEN_WORDS.sub(" ", one.text.partition("@")[0]).title()
        else:
            continue
        words = words[: one.end - one.start].ljust(one.end - one.start)
        text = f"{text[: one.start]}{words}{text[one.end :]}"
    return text
