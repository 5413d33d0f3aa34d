"""Finds names of China, Viet Nam and Korea in Latin letters, by their syllables.

"LEUNG Ka Ho", "Hui Min Tan": lists do not have all given names that two syllables make,
and many of the syllables are words elsewhere.
"""

from cites.nonnominal.names import context
from cites.nonnominal.names.lists import keep_words, lists, sections
from cites.nonnominal.names.spelling import words
from cites.nonnominal.names.tokens import Token
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache


#: Between two words of such a name.
JOINS = frozenset({" ", "-", "_", "_ "})
REVERSED = ", "
#: Most syllables in one word and most words behind a family name.
LONGEST, MOST = 2, 3
#: Longest syllable.
LETTERS = 6


def names_at(
    text: str, tokens: Sequence[Token], *, small: bool = False
) -> Iterator[tuple[int, int]]:
    """Index of the first word and index after the last word of each name.

    ``small``: the text has no capitals that tell names.
    """
    at = 0
    # Most words are of no such name.
    for start, token in enumerate(tokens):
        if start < at or not ((small or token.capital) and _has_syllables(token.folded)):
            continue
        at = _end_of_name(text, tokens, start, small)
        if at:
            yield start, at


def _end_of_name(text: str, tokens: Sequence[Token], start: int, small: bool) -> int:
    """Index after the last word of a name that begins here; 0 if none does."""
    end = start
    while end < len(tokens) and end - start <= MOST:
        token = tokens[end]
        if end > start and not _is_joined(text, tokens, start, end):
            break
        told = (small or token.capital) and _has_syllables(token.folded)
        if not (told or _is_behind_middle(tokens, start, end)):
            break
        end += 1
    while end - start > 1:
        if _is_name(text, tokens[start:end], small):
            return end
        end -= 1
    return 0


def _is_behind_middle(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a short word ends a name of Viet Nam: "le thi my duyen"."""
    if end - start < 2 or tokens[start].folded not in VIETNAMESE:
        return False
    token = tokens[end]
    short = len(token.text) <= LETTERS and not token.ordinary
    return short and tokens[start + 1].folded in MIDDLE


def end_of_announced(text: str, tokens: Sequence[Token], start: int) -> int:
    """Index after the last word of a name in small letters that other words announce."""
    if tokens[start].folded not in _words("families"):
        return start
    end = start + 1
    while end < len(tokens) and end - start <= MOST:
        if not _is_joined(text, tokens, start, end):
            break
        if tokens[end].folded in context.WHERE or not _has_syllables(tokens[end].folded):
            break
        end += 1
    return end


def _is_joined(text: str, tokens: Sequence[Token], start: int, index: int) -> bool:
    before, token = tokens[index - 1 : index + 1]
    between = text[before.end : token.start]
    return between in JOINS or (between == REVERSED and index == start + 1)


def _is_name(text: str, run: Sequence[Token], small: bool) -> bool:
    """Whether the words are a family name and syllables, and no words of a sentence."""
    parts = _parts(text, run)
    if parts is None or " ".join(token.folded for token in run) in lists().places:
        return False
    family, given = parts
    if family is run[0] and len(run) > 2 and given[0].folded in MIDDLE:
        # "le thi my duyen"
        return family.folded in VIETNAMESE
    told = None if small or not family.upper else _is_by_capitals(text, family, given)
    return not any(_is_word(token, small) for token in run) if told is None else told


def _is_by_capitals(text: str, family: Token, given: Sequence[Token]) -> bool | None:
    """Whether it is a name, by a family name in capitals; None if they do not tell."""
    if not any(token.upper for token in given):
        # "LI Na": the family name alone in capitals is a sign by itself.
        return not any(t.initial or (t.ordinary and t.opens) for t in given)
    if all(token.upper for token in given) and _has_more(text, [family, *given]):
        # "ONG SOS" in a text in usual case
        return len(given) > 1 or not any(map(str.islower, text))
    return None


def _parts(text: str, run: Sequence[Token]) -> tuple[Token, Sequence[Token]] | None:
    """The family name, first or last, and what is given; None if there is none."""
    families = _words("families")
    if run[0].folded in families:
        return run[0], run[1:]
    if run[-1].folded in families and text[run[0].end] != ",":
        return run[-1], run[:-1]
    return None


def _has_more(text: str, run: Sequence[Token]) -> bool:
    """Whether a text is longer than the words."""
    return len(text) > sum(len(token.text) + 1 for token in run)


def _is_word(token: Token, small: bool) -> bool:
    """Whether it is also a word of a sentence."""
    if token.folded in OFTEN or token.folded in context.TITLES:
        return True
    known = lists()
    word = token.folded
    if small:
        return token.ordinary or word in known.words or word in known.portuguese
    return token.ordinary and token.opens


#: Middle names and family names of Viet Nam.
MIDDLE = words("thi van")
VIETNAMESE = words(
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly truong "
    "dinh luong "
    "trinh mai dao ha cao lam"
)
#: Syllables that are among the most frequent words of languages in Latin letters.
OFTEN = words(
    "du au lui ai tri sui ou eu ce si y a an ban can de den do he hen in la le long man "
    "me men on pan ran sang so son song "
    "sun to van you young un in il te tu ya na ni si wa za vu lie long ha sa se di da do "
    "ma mi mu no nu su ta la lo le les des mes tes ses une aux est per con por sin son "
    "mis "
    "tus sus las los"
)


@keep_words(4096)
def _has_syllables(word: str) -> bool:
    """Whether a word is made of one or two of the syllables."""
    syllables = _words("syllables")
    if word in syllables or word in _words("families"):
        return True
    first, last = _edges()
    if len(word) > 2 * LETTERS + 1 or word[0] not in first or word[-1] not in last:
        return False
    parts = [part for part in word.split("-") if part]
    if len(parts) == LONGEST:
        return all(part in syllables for part in parts)
    cuts = range(max(1, len(word) - LETTERS), min(len(word), LETTERS + 1))
    return any(word[:at] in syllables and word[at:] in syllables for at in cuts)


@cache
def _edges() -> tuple[frozenset[str], frozenset[str]]:
    """The letters that syllables begin with, and those that they end with."""
    syllables = _words("syllables")
    return frozenset(s[0] for s in syllables), frozenset(s[-1] for s in syllables)


@lru_cache
def _words(heading: str) -> frozenset[str]:
    return words(" ".join(sections("syllables")[heading]))
