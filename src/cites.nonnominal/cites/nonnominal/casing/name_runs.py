"""Tells how far a name goes that begins at a word."""

import re
from cites.nonnominal.casing.line import Line
from cites.nonnominal.casing.word_kinds import is_word
from cites.nonnominal.casing.word_lists import ENDS, FUNCTION_WORDS, LINKS, NO_COMPANY
from cites.nonnominal.names import context
from cites.nonnominal.names.spelling import words
from cites.nonnominal.names.tokens import Token


#: Endings of names of files.
EXTENSIONS = words(
    "pdf doc docx xls xlsx ppt pptx odt ods odp rtf txt csv jpg jpeg png gif tif tiff "
    "heic webp bmp mov avi wav opus zip rar eml msg"
)
#: Words that end a company's name.
BROAD_ENDS = ENDS - context.TITLES
#: Words that no company's name has.
NO_COMPANY_HAS = FUNCTION_WORDS - LINKS
#: Spanish verbs with what they are joined to: "mándame", "díselo".
ENCLITIC = re.compile(r"[áéíóú][a-zñ]{1,8}(?:me|te|se|nos|les?|los?|la)$")
#: Words that a company's name does not go over.
ENDS_OF_COMPANIES = BROAD_ENDS | NO_COMPANY_HAS
#: Family names that are rather other words behind a given name.
NO_FAMILY = NO_COMPANY | context.NEVER_SMALL
#: A verb with its prefixes of person and tense, as in "alirudisha".
SWAHILI_VERB = re.compile(r"(?:a|wa|i|zi|ni|tu)(?:li|na|me|ta|ki)[a-z]{3,}")


def run_of_name(
    line: Line, start: int, longest: int, any_word: bool = False
) -> list[int]:
    """Positions of the words of one name, from its first."""
    end = start
    for index in range(start, min(len(line.tokens), start + longest)):
        if index > start and not line.joined(index):
            break
        if _stops(line, index, first=index == start, any_word=any_word):
            break
        end = index + 1
    run = range(start, end)
    return [i for i in run if line.tokens[i].folded not in context.PARTICLES]


def _stops(line: Line, index: int, *, first: bool, any_word: bool) -> bool:
    """Whether a word cannot be part of a name, or of a company's (``any_word``)."""
    token = line.tokens[index]
    if token.folded in context.PARTICLES or _is_honour(line, index):
        return False
    if _is_of_no_name(line, token):
        return True
    if any_word:
        return token.folded in ENDS_OF_COMPANIES
    if token.folded in ENDS:
        return True
    if first or token.folded.startswith(("al-", "el-")):
        return False
    return token.is_word_too and not _is_family_and_word(line, index)


def _is_of_no_name(line: Line, token: Token) -> bool:
    """Whether no name of any kind has the word: "v2", "box7", the end of a file's."""
    if line.small[token.end : token.end + 1].isdigit() or token.folded in EXTENSIONS:
        return True
    if line.language == "sw" and SWAHILI_VERB.match(token.folded):
        return True
    return not token.marks and ENCLITIC.search(token.text) is not None


def _is_family_and_word(line: Line, index: int) -> bool:
    """Whether a family name that is a word too follows a given: "daniel flores"."""
    token, given = line.tokens[index], line.tokens[index - 1]
    if token.marks[:1] not in ("g", "s") or token.folded in NO_FAMILY:
        return False
    known = given.marks[:1] in ("g", "w") and not is_word(given)
    return known and line.language != "sw"


def _is_honour(line: Line, index: int) -> bool:
    """Whether it is an honour between two names: "ali mzee juma"."""
    if line.tokens[index].folded not in context.HONOURS or not index:
        return False
    after = line.tokens[index + 1 : index + 2]
    return bool(after and after[0].marks and line.tokens[index - 1].marks)
