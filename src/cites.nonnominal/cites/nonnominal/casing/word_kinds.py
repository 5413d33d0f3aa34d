"""Tells by the lists what a word by itself may be: a name, a word, a place."""

from cites.nonnominal.casing.word_lists import ENDS, VERBS
from cites.nonnominal.names import context, things
from cites.nonnominal.names.lists import lists
from cites.nonnominal.names.named_after import is_named_after
from cites.nonnominal.names.tokens import Token


#: Languages in whose texts a word of Swahili is rather a name.
FAR_FROM_SWAHILI = frozenset({"en", "fr", "es"})


def is_of_no_language(token: Token) -> bool:
    word = token.folded
    if token.marks or is_word(token) or len(word) < 4 or word in ENDS:
        return False
    return not is_elsewhere(word)


def is_word(token: Token) -> bool:
    if token.is_word_too:
        return True
    return token.folded in context.NEVER_SMALL or token.place


def is_given_alone(token: Token) -> bool:
    """Whether it is a given name, and no word or verb."""
    if "o" in token.marks or token.ordinary or token.folded in VERBS:
        return False
    return token.marks.startswith("g")


def is_only_given(token: Token, language: str) -> bool:
    """Whether it is a given name, and no word of the language or of one beside it."""
    if token.marks != "g" or token.ordinary or len(token.text) < 4:
        return False
    if token.folded in context.NEVER_SMALL or is_named_after(token):
        return False
    known = lists()
    if token.folded in known.seldom or token.folded in known.portuguese:
        return False
    return language in FAR_FROM_SWAHILI or token.folded not in known.swahili


def is_double_given(token: Token) -> bool:
    """Whether it is two given names with a hyphen: "jean-luc"."""
    if "-" not in token.text:
        return False
    known = lists().names
    parts = token.folded.removeprefix("ti-").split("-")
    return all("g" in known.get(part, "") for part in parts)


def is_only_name(token: Token) -> bool:
    """Whether it is in a list of names, and no word and no place."""
    return bool(token.marks) and not is_word(token)


def is_sure_name(token: Token) -> bool:
    """The same of a well-known name."""
    return token.marks[:1] in ("g", "s") and not is_word(token)


def _is_in_another_language(word: str) -> bool:
    """Whether it is a word in a list other than that of ordinary words."""
    known = lists()
    return word in known.portuguese or word in known.swahili or word in known.seldom


def is_elsewhere(word: str) -> bool:
    """The same, or an animal."""
    return word in things.SPECIES or _is_in_another_language(word)
