"""Normalises a text as readers take it: one spelling for what looks or means the same.

Pasted text has non-breaking spaces, soft hyphens, accents apart from their letters and
lines of a fixed length. Addresses are disguised, as "name (at) host [.] org". The result
has other characters than the text, so it keeps the position of each.
"""

import re
import unicodedata
from cites.nonnominal.names.lists import keep_words, lists
from cites.nonnominal.names.spelling import words
from cites.nonnominal.tables import is_between_rows
from collections.abc import Sequence
from typing import NamedTuple


#: Characters that need a closer look, which most Latin texts do not have.
STRANGE = r"[^\t\n -~¡-¬®-\u024f\u1e00-\u1eff–—‘-”…€]"
SELDOM = (
    # What each begins with is looked for first: it takes less time.
    rf"(?=[\s\[({{hH–]|{STRANGE})"
    r"(?:(?P<dot>\s?[\[({]\s?(?i:dot|point|punto|\.)\s?[\])}]\s?)"
    r"|(?P<at>\s?[\[({]\s?(?i:at|arroba|arobase|@)\s?[\])}]\s?)"
    r"|(?P<http>\b[hH][xX][xX][pP])"
    r"|(?P<dash>(?<=\d)–(?=\d))"
    # Lines of 50 characters and more, broken in a text; list items do not follow text.
    r"|(?P<wrapped>\n(?<=[^\n]{49}[\w,\-]\n)(?=[\w(+]))"
    r"|(?P<spaces> [ \xa0\u2000-\u200a\u202f]+)"
    rf"|{STRANGE})"
)
UNUSUAL = re.compile(SELDOM)
#: The same where accents stand by themselves, or Chinese without spaces.
APART = re.compile("[\u0300-\u036f\u4e00-\u9fff]")
UNUSUAL_APART = re.compile(
    r"(?P<accented>\w[\u0300-\u036f]+)"
    # Chinese has no spaces between its words and those of other languages.
    r"|(?P<edge>(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff]))"
    rf"|{SELDOM}"
)
PLAIN = {
    "dot": ".",
    "at": "@",
    "http": "http",
    "dash": "-",
    "wrapped": " ",
    "spaces": " ",
    "edge": " ",
}
#: Longest replacement: some characters stand for whole sentences, and are kept.
LONGEST = 4
#: Vowels and dashes of Arabic, and invisible characters that are not of the category Cf.
INVISIBLE = re.compile(
    "[\u0640\u064b-\u0652\u0670"
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f]"
)
HYPHENS = "\u2010\u2011\u2012\u2212\ufe63\uff0d"
OTHER_LETTERS = re.compile("[\u0370-\u04ff]")
WORD = re.compile(r"\w+")
LATIN = re.compile("[A-Za-z]")
#: Letters of other scripts that look like Latin ones.
ALIKE = str.maketrans(
    "АВЕЗКМНОРСТУХІЈЅԚаеорсухіјѕһԁԛΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυ",
    "ABE3KMHOPCTYXIJSQaeopcyxijshdqABEZHIKMNOPTYXavopu",
)


#: Letters typed for digits, in a number that has more digits than letters.
MISTYPED = re.compile(r"(?<!\w)(?=[OolIL]?\d)[\dOolIL](?:[ .\-]?[\dOolIL]){6,}(?!\w)")
LETTERS_FOR_DIGITS = str.maketrans("OolIL", "00111")
#: Numbers in small letters: "kbz 771d", "ak0719345", "t 482 dfg".
SMALL_NUMBER = re.compile(
    # A digit in the first or the second word is looked for first: it takes less time.
    r"(?<![\w.@/])(?=[^\W\d_]{0,12}+(?:[ \-][^\W\d_]{0,12}+)?\d)"
    r"(?:[^\W\d_]{1,4}[ \-])?(?=[^\W_]{0,12}\d)[^\W_]{1,20}"
    r"(?:[ \-][^\W_]{1,3}(?!\w)){0,3}(?![\w@])"
)
#: Units and other words beside a number, which are no part of it.
UNITS = words(
    "bit day man ton one two kg kgs km m cm mm g t l h x am pm hrs pcs pkg pkgs "
    "ctn ctns btc usd eur cfa usb st nd rd th er eme ml ha ft lb lbs oz no nr ns "
    "vs pp pt k d id ci cc rg cif nif dni de du le la les des da do dos das en et "
    "el los las un une una y o u a e em na of or to in at on by is if so as an it "
    "he we us my me be up off for and the has was are not out par sur son sa ses "
    "au aux ou il ce se si ne que qui est pas con por su sus al del lo es te mi "
    "tu ya va wa za ni kwa com ao os "
)


#: Units of files and of time.
SIZES = words("mb gb kb ms of as if to au of in")


class Reading(NamedTuple):
    """The normalised text, and the original position of each of its characters."""

    text: str
    places: Sequence[int]


def as_read(text: str) -> Reading:
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    unusual = UNUSUAL_APART if APART.search(text) else UNUSUAL
    for match in unusual.finditer(text):
        start = match.start()
        if match.lastgroup == "wrapped" and is_between_rows(text, start):
            continue
        plain = PLAIN.get(match.lastgroup or "") or _plain(match[0])
        if plain == match[0]:
            continue
        pieces += text[at:start], plain
        places += range(at, start)
        places += [start] * len(plain)
        at = match.end()
    if not pieces:
        return Reading(_in_latin(text), range(len(text) + 1))
    places += range(at, len(text) + 1)
    return Reading(_in_latin("".join([*pieces, text[at:]])), places)


@keep_words(4096)
def _plain(text: str) -> str:
    """The plain form of a character, or of a letter with its accents."""
    if INVISIBLE.match(text) or unicodedata.category(text[0]) == "Cf":
        return ""
    if text in HYPHENS:
        return "-"
    if text.isdecimal():
        return str(int(text))
    plain = unicodedata.normalize("NFKC", text)
    # Traditional Chinese as simplified.
    return lists().traditional.get(plain, plain) if len(plain) <= LONGEST else text


def _in_latin(text: str) -> str:
    """Replace look-alike letters of other scripts in words with Latin letters."""
    if not OTHER_LETTERS.search(text):
        return text
    return WORD.sub(_word_in_latin, text)


def _word_in_latin(match: re.Match[str]) -> str:
    word = match[0]
    return word.translate(ALIKE) if LATIN.search(word) else word


#: The name of a file, and the characters between its words.
FILE = re.compile(
    r"(?<![^\s/\\|;])[^\s/\\|;]{1,200}\."
    r"(?:pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|txt|csv|jpe?g|png|gif|tiff?|heic|webp|"
    r"bmp|mp[34]|mov|avi|3gp|wav|opus|m4a|zip|7z|rar|eml|msg)\b",
    re.IGNORECASE,
)
PARTS_WORDS = re.compile(r"(?<=[^\W\d_])[.\-+](?=[^\W\d_])|(?<=[^\W\d_])[.+](?=\d)|_")


def with_spaces(text: str) -> str:
    """Replace underscores, and separators in names of files, by spaces."""
    if "." in text:
        text = FILE.sub(lambda match: PARTS_WORDS.sub(" ", match[0]), text)
    return text.replace("_", " ")


#: A line without a digit.
UNNUMBERED = re.compile(r"^[^\d\n]++$", re.MULTILINE)


def numbered_lines(text: str) -> str:
    """The text with "_" for what stands in lines without a digit, in its place.

    Patterns for numbers that no line breaks search it in less time.
    """
    return UNNUMBERED.sub(lambda match: "_" * len(match[0]), text)


LINE = re.compile(r"[^\n]+")
LETTERS = re.compile(r"[^\W\d_]{2,}")
#: Share of the words of a line in capitals from which on capitals tell nothing there.
MOST = 0.7


def without_capital_lines(text: str) -> str:
    """The text with lines in capitals in small letters, each character in its place."""
    return LINE.sub(_in_small_letters, text)


def _in_small_letters(match: re.Match[str]) -> str:
    line = match[0]
    found = LETTERS.findall(line)
    big = sum(map(str.isupper, found)) > MOST * len(found) and len(found) > 2
    small = line.lower()
    return small if big and len(small) == len(line) else line


def with_digits(text: str) -> str:
    """Replace letters typed for digits: "O712 4O8 33l"."""
    return MISTYPED.sub(_with_digits, text) if any(c in text for c in "OolIL") else text


def _with_digits(match: re.Match[str]) -> str:
    digits = sum(c.isdigit() for c in match[0])
    letters = sum(c.isalpha() for c in match[0])
    # "O6 77 l2 4O 9l" begins as only a telephone's number does.
    enough = letters + 1 if match[0][0] in "Oo" else 2 * letters
    return match[0].translate(LETTERS_FOR_DIGITS) if digits >= enough else match[0]


def with_capitals(text: str) -> str:
    """Raise the letters in numbers, as documents and plates have them."""
    return SMALL_NUMBER.sub(_with_capitals, text)


def _is_plate(first: str = "", second: str = "") -> bool:
    """Whether letters are those of a plate: "ce 118 kx", but not "le 118 kg"."""
    if not second or second in UNITS:
        return False
    if first not in UNITS or (first == "t" and second not in lists().words):
        return True  # also "t 118 cxe"
    return max(len(first), len(second)) < 3 and second not in SIZES


def _with_capitals(match: re.Match[str]) -> str:
    whole = match[0]
    if not whole.islower() or len(whole.upper()) != len(whole):
        return whole
    parts = re.split(r"([ \-])", whole)
    letters = [part for part in parts if part.isalpha()]
    if _is_plate(*letters[:2]):
        return whole.upper()
    unit = parts[0] in UNITS
    kept = {part for part in letters if unit or part in UNITS}
    return "".join(part if part in kept else part.upper() for part in parts)
