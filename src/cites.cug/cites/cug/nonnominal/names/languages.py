"""Which of the supported languages a text in Latin letters is in, by its small words."""

import re
from cites.cug.nonnominal.names.lists import lists
from cites.cug.nonnominal.names.spelling import words


SMALL_WORDS = {
    "en": words("the of and to in is was were by he she his her from with at for on not"),
    "fr": words(
        "le la les des du et est un une il elle par pour dans avec sur au que qui"
    ),
    "es": words("el la los las del y un una es en con por para que se su fue no lo al"),
    "pt": words("o os as um uma do da dos das não e em no na com por para que foi ao é"),
    "sw": words("ya wa na kwa ni za la cha vya katika yake hadi leo jana hii huu kwenye"),
}
WORD = re.compile(r"[^\W\d_]+")
#: So many characters tell.
ENOUGH = 2000


def foreign_words(text: str) -> frozenset[str]:
    """What is an ordinary word in this text, beside those of the three languages."""
    found = [word.lower() for word in WORD.findall(text[:ENOUGH])]
    counts = {
        language: sum(word in small for word in found)
        for language, small in SMALL_WORDS.items()
    }
    best = max(counts, key=lambda language: counts[language])
    if best == "pt" or not counts[best]:
        return lists().portuguese
    return lists().swahili if best == "sw" else frozenset()
