"""What a password must be like: long, hard to guess, and not about its owner."""

import re
from cites.cug import _
from cites.cug.login import settings
from cites.cug.login.passwords import MAX_PASSWORD
from collections.abc import Iterable
from typing import Any
from zope.component.hooks import getSite
from zope.i18nmessageid import Message


#: A password must have at least so much left without the words that everybody would try.
LEFT = 12
#: zxcvbn takes no more characters; further ones can only make a password better.
JUDGED = 72
SHORTEST_WORD = 4
CONTEXT = ("cites", "cheetah", "cheetahs", "ivory", "customs", "police", "wildlife")

DIFFERENT = _("login_strength_two_new_passwords_match_text")
TOO_SHORT = _("login_strength_password_least_characters")
TOO_LONG = _("login_strength_password_most_characters", mapping={"most": MAX_PASSWORD})
GUESSABLE = _("login_strength_password_too_easy_guess_text")


def weaknesses(password: str, words: Iterable[str] = ()) -> list[Message]:
    """Why a password cannot be used; empty if it can."""
    # Half a megabyte of word lists: only who sets a password needs them.
    from zxcvbn import zxcvbn

    least = settings.password_length()
    if len(password) < least:
        return [Message(TOO_SHORT, mapping={"least": least})]
    if len(password) > MAX_PASSWORD:
        return [TOO_LONG]
    rest = _without([*CONTEXT, *words], password)[:JUDGED]
    if len(rest) < LEFT or zxcvbn(rest)["score"] < settings.password_score():
        return [GUESSABLE]
    return []


def mistakes_in(password: str, again: str, user: Any) -> dict[str, Message]:
    """Why this user cannot have a password that was typed twice, by input."""
    if password != again:
        return {"again": DIFFERENT}
    wrong = weaknesses(password, words_about(user))
    return {"new": wrong[0]} if wrong else {}


def _without(words: Iterable[str], password: str) -> str:
    """The password without these words, which an attacker would know."""
    for word in sorted(words, key=len, reverse=True):
        password = re.sub(re.escape(word), "", password, flags=re.IGNORECASE)
    return password


def words_about(user: Any) -> list[str]:
    """Words that an attacker who knows the user or the portal would try."""
    texts = [getattr(getSite(), "title", None) or ""]
    if user is not None:
        texts += [user.getId() or "", user.getUserName() or ""]
        texts += [str(user.getProperty(name) or "") for name in ("fullname", "email")]
    words = {word for text in texts for word in _split(text)}
    return [word for word in words if len(word) >= SHORTEST_WORD]


def _split(text: str) -> list[str]:
    return "".join(sign.lower() if sign.isalnum() else " " for sign in text).split()
