"""Tells the language of a text, by its script and its small words."""

import re
from cites.nonnominal.names.lists import lists
from cites.nonnominal.names.spelling import fold, words
from collections import Counter
from collections.abc import Container, Set


SMALL_WORDS = {
    "en": words("the of and to in is was were by he she his her from with at for on not"),
    "fr": words(
        "le la les des du et est un une il elle par pour dans avec sur au que qui"
    ),
    "es": words("el la los las del y un una es en con por para que se su fue no lo al"),
    "pt": words("o os as um uma do da dos das não e em no na com por para que foi ao é"),
    "sw": words(
        "ya wa na kwa ni za la cha vya katika yake wake wao hadi leo jana hii huu hiyo "
        "huyo kwenye ana lakini baada kabla kutoka pia sana mwenye polisi gari "
        "simu namba jina"
    ),
}
#: The languages of each of these words.
LANGUAGES_OF = {
    word: [language for language, small in SMALL_WORDS.items() if word in small]
    for word in frozenset().union(*SMALL_WORDS.values())
}
#: Small words of languages in Latin letters in which no names are looked for.
OTHERS = {
    "de": words(
        "der die das und ist nicht ein eine mit auf für von dem wurde auch zum im"
    ),
    "it": words("il gli che è della nel alla dei sono anche degli delle questo di "),
    "nl": words("het een van en niet op voor zijn met aan werd dat bij ook door"),
    "id": words("yang dan dengan untuk dari tidak ini itu pada dalam adalah oleh telah"),
    "tr": words("ve bir bu için ile olarak olan çok var daha değil gibi"),
    "pl": words("nie się jest że jak przez oraz dla był tylko został"),
    "vi": words("của và là các không được một cho người trong những này đã với"),
    "ro": words("și în este cu pentru din care fost sau lui nici după"),
    "sv": words("och att det som är på för med av inte var till"),
    "so": words("waxaa iyo ee oo waa uu ayaa laga ayuu"),
    "mg": words("ny sy amin tamin ary tsy izay"),
    "tl": words("ang ng mga ay hindi siya nang kay"),
}
#: From so many of these words on, and so many times those of the languages above.
FEWEST, MORE = 3, 1.5
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
WORD = re.compile(r"[^\W\d_]+")
#: The same in small letters of ASCII, in less time.
PLAIN_WORD = re.compile("[a-z]+")
#: How many characters of a text are looked at.
ENOUGH = 2000


#: Other scripts in which names are found.
SCRIPTS = {
    "ru": re.compile("[\u0400-\u04ff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
#: Share of letters in a script from which on the text is in it.
MOSTLY = 0.5


def language_of(text: str) -> str:
    """ISO 639-1 code of a supported language; empty for a text too short to tell."""
    if not text.isascii():
        beginning = text[:ENOUGH]
        least = MOSTLY * _letters(beginning)
        for language, script in SCRIPTS.items():
            if len(script.findall(beginning)) > least:
                return language
    return latin_language(text)


def is_checked_for_names(text: str) -> bool:
    """Whether most of the text is in a script and a language in which names are found."""
    beginning = text[:ENOUGH]
    scripts = (LATIN, *SCRIPTS.values())
    known = sum(len(script.findall(beginning)) for script in scripts)
    return known >= MOSTLY * _letters(beginning) and not _is_in_another(beginning)


def _is_in_another(text: str) -> bool:
    """Whether the text is in Latin letters, in a language that is not looked through."""
    found = Counter(fold(word) for word in WORD.findall(text))
    ours, others = (
        max(sum(found[word] for word in small) for small in languages.values())
        for languages in (SMALL_WORDS, OTHERS)
    )
    return others >= FEWEST and others > MORE * ours


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def names_and_words(language: str) -> str:
    """Marks of the names that stay names though they are words of the language."""
    return "gs" if language == "sw" else "g"


def foreign_words(language: str) -> Container[str]:
    """Ordinary words of a language that is Portuguese or Swahili.

    A text whose language is unknown gets the Portuguese ones.
    """
    if language in ("", "pt"):
        return lists().portuguese
    return lists().swahili if language == "sw" else frozenset()


def latin_language(text: str) -> str:
    """Like ``language_of``, of a text in Latin letters."""
    small = text[:ENOUGH].lower()
    found = (PLAIN_WORD if small.isascii() else WORD).findall(small)
    counts = dict.fromkeys(SMALL_WORDS, 0)
    for word in found:
        if word in LANGUAGES_OF:
            for language in LANGUAGES_OF[word]:
                counts[language] += 1
    best = max(counts, key=counts.__getitem__)
    if counts[best] > counts["sw"]:
        return best
    # "na" is Portuguese as well, and a text may have no small words.
    if _is_swahili(set(found), least=0 if counts[best] else MOSTLY):
        return "sw"
    return best if counts[best] else ""


def _is_swahili(found: Set[str], least: float) -> bool:
    """Whether more than a share of the words are Swahili, and fewer are others."""
    known = lists()
    ours = sum(word in known.swahili for word in found)
    others = sum(word in known.words or word in known.portuguese for word in found)
    return ours > others and ours > least * len(found)
