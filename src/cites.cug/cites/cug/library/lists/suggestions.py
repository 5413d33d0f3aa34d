"""*Did you mean*: words of the code lists for words that were mistyped.

A word is proposed only if it finds an item that the reader may see. So a proposal tells
nothing of other items.
"""

import re
from cites.cug.core.codelists.lists import code_list, names
from cites.cug.core.fulltext.index import WordsIndex
from cites.cug.core.fulltext.question import parse, Question, Term
from cites.cug.core.fulltext.spelling import Spelling
from cites.cug.library.lists.code_names import names_stamp, thesaurus
from collections.abc import Iterable
from functools import lru_cache
from pyroaring import BitMap


#: At most so many words are corrected. Each takes a few statements.
MOST_WORDS = 3


def suggest(
    index: WordsIndex, text: str, unknown: Iterable[Term], visible: BitMap
) -> str:
    """``text`` with its mistyped words corrected; empty if none can be.

    ``unknown`` are the words that were not found. ``visible`` are the positions of all
    items that the caller may see.
    """
    meant = text
    for term in [one for one in unknown if _may_be_mistyped(one)][:MOST_WORDS]:
        (word,) = term.words
        for known in _spelling(names_stamp()).nearest(word):
            if index.find(thesaurus().widen(parse(known))) & visible:
                if not index.narrow(Question((term,)), visible, visible):
                    meant = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", known, meant)
                break
    return "" if meant == text else meant


def _may_be_mistyped(term: Term) -> bool:
    return not term.is_phrase and not term.is_beginning


@lru_cache(maxsize=2)
def _spelling(_stamp: str) -> Spelling:
    """The words of all code lists, as they are now."""
    return Spelling(
        text
        for name in names()
        for entry in code_list(name).entries.values()
        for text in (*entry.titles.values(), *entry.synonyms)
    )
