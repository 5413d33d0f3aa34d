"""Makes the lists by which the check of texts knows names, words and places.

Run by hand, in an environment of its own: the sources are large, and a portal at work
needs only what comes out. ``cites/nonnominal/data/README.md`` says what they are.

    make names

Given "others" it makes the lists of the other languages, from those that are there.
"""

import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path


HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "src" / "cites.nonnominal" / "cites" / "nonnominal"
sys.path.insert(0, str(PACKAGE / "names"))

from sources import (  # noqa: E402
    given_names,
    names_of_arabs,
    names_of_faker,
    names_of_languages,
    names_of_people,
    names_of_russians,
    places,
    recognised,
    simplified,
    words_in_use,
    words_of,
    words_of_chinese,
    words_of_portuguese,
    words_of_russian,
    words_of_swahili,
)
from spelling import fold  # noqa: E402
from spelling import plain_arabic as plain  # noqa: E402


DATA = PACKAGE / "data"
NAME = re.compile(r"[a-z]{2,}$")
#: Per thousand million words of running text: from here on a name is no name but a word;
#: is also a word (more seldom for what is no sure given name); a word is worth listing;
#: is one though no dictionary has it.
FREQUENT = 2_000
ONLY_A_WORD, ALSO_A_WORD, RARELY_A_WORD, LISTED = 30_000, 1_500, 300, 80
#: People: a name that is also a place of so many.
LARGE = 100_000
LEAST = 20_000
#: Of words of Arabic, which the other lists of words do not need.
OFTEN_IN_ARABIC = 300
CASES = re.compile("(?:ой|ом|ем|ей|[аяуюеиы])$")
CYRILLIC = re.compile("[а-яё]{3,}$")
#: How often a Chinese word is met in 270 million characters, and one that names somebody
#: in books; how many of 36,000 names have a character.
A_WORD, ALSO_A_NAME, IN_NAMES = 20, 100, 12
#: Endings of Russian family names that tell them without a list.
ENDINGS = re.compile("(?:[оеё]ва?|[иы]на?|ск(?:ий|ая)|цк(?:ий|ая)|енко|чук|дзе|швили)$")


def chosen(name: str) -> set[str]:
    """A list made by hand."""
    return set((HERE / f"{name}.txt").read_text("utf-8").split())


def under(name: str, wanted: str) -> set[str]:
    """The words below a heading of a list made by hand."""
    found: dict[str, set[str]] = {}
    words: set[str] = set()
    for line in (HERE / f"{name}.txt").read_text("utf-8").splitlines():
        if line.endswith(":"):
            words = found.setdefault(line[:-1], set())
        elif not line.startswith("#"):
            words.update(line.split())
    return found[wanted]


def parts(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        for part in re.split(r"[\s\-.']+", fold(name)):
            if NAME.match(part):
                yield part


class Names:
    """Where each name was met."""

    def __init__(self) -> None:
        first, last = names_of_faker()
        self.first, self.last = set(parts(first)), set(parts(last))
        first, last = names_of_people()
        self.seen_first, self.seen_last = set(parts(first)), set(parts(last))
        self.listed = set(parts(given_names()))
        candidates = self.first | self.last | self.seen_first | self.seen_last
        self.recognised = recognised(candidates | self.listed)
        self.all = candidates | self.recognised

    def is_given(self, name: str) -> bool:
        listed = name in self.recognised and name in self.listed
        return name in self.first or (listed and name in self.seen_first)

    def is_sure(self, name: str) -> bool:
        return name in self.recognised or name in self.first or name in self.last

    def mark(self, name: str) -> str:
        """``g``: a given name; ``s``: surely some name; ``w``: perhaps one."""
        if self.is_given(name):
            return "g"
        return "s" if self.is_sure(name) else "w"


def marked(names: Names, words: dict[str, float], large: set[str]) -> dict[str, str]:
    """The marks of ``nonnominal.names.lists.Lists``, by name."""
    sure, more = chosen("sure"), set(parts(chosen("more")))
    marks = marks_of_sources(names, words, names.all - sure - chosen("never"))
    given = names.first | names.listed
    marks |= {name: "g" if name in given else "s" for name in more - sure}
    for name in marks.keys() & large:
        marks[name] += "p"
    marks |= dict.fromkeys(sure, "g")
    for name in sure | more:
        marks[name] += "q" if words.get(name, 0) > ALSO_A_WORD else ""
    return marks


def marks_of_sources(
    names: Names, words: dict[str, float], wanted: set[str]
) -> dict[str, str]:
    """The marks of names that no list made by hand has."""
    listed_words = chosen("calendar") | set(parts(names_of_languages()))
    marks = {}
    for name in wanted:
        often = words.get(name, 0)
        if not is_only_a_word(names, name, often):
            mark = names.mark(name)
            limit = ALSO_A_WORD if mark == "g" else RARELY_A_WORD
            marks[name] = mark + ("o" if often > limit or name in listed_words else "")
    return marks


def is_only_a_word(names: Names, name: str, often: float) -> bool:
    if len(name) == 2 and (often or not names.is_sure(name)):
        return True
    return often > ONLY_A_WORD


def write(name: str, lines: Iterable[str]) -> None:
    text = "\n".join(sorted(lines)) + "\n"
    with (
        (DATA / f"{name}.txt.gz").open("wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as packed,
    ):
        packed.write(text.encode())
    print(f"{name}: {text.count(chr(10)):,}")


def write_others() -> None:
    """The lists of the other languages."""
    with gzip.open(DATA / "names.txt.gz", "rt") as lines:
        marks = dict(line.split() for line in lines)
    given = {name for name, mark in marks.items() if mark.startswith("g")}
    write_portuguese(given)
    swahili = {fold(word) for word in words_of_swahili()}
    write("swahili", filter(NAME.match, swahili))
    write_russian()
    write_arabic()
    write_chinese()


def write_portuguese(given: set[str]) -> None:
    """Words, also if names elsewhere, but no given names that are rare as words."""
    often = words_of_portuguese()
    common = {fold(word) for word, count in often.items() if count > RARELY_A_WORD}
    rare = {fold(word) for word, count in often.items() if count < ONLY_A_WORD}
    write("portuguese", filter(NAME.match, common - (rare & given)))


def write_russian() -> None:
    first, last = names_of_russians()
    first |= under("russian", "given")
    # The frequent ones are in small letters, names too: a dictionary tells them.
    stems = set(filter(CYRILLIC.match, words_of_russian()))
    frequent = {w for w in words_of("ru") if len(w) > 2 and not is_form_of(w, first)}
    write("russian", stems | frequent | under("russian", "words"))
    last = {n for n in last if CYRILLIC.match(n) and not ENDINGS.search(n)}
    write("russian_given", first)
    write("russian_family", last - first)


def write_arabic() -> None:
    first, last = map(set, names_of_arabs())
    first |= under("arabic", "given") | under("arabic", "only")
    last |= under("arabic", "family")
    often = words_of("ar")
    # Rare words that are names to Wikidata, mostly those of films from abroad.
    known = recognised({w for w, count in often.items() if count < ALSO_A_WORD})
    known = {w for w in known if len(w) > 3 and not w.startswith("ال")}
    marks = dict.fromkeys(known, "w") | dict.fromkeys(last, "s")
    marks |= dict.fromkeys(first, "g") | dict.fromkeys(under("arabic", "only"), "gu")
    write("arabic", (f"{name} {mark}" for name, mark in marks.items()))
    common = {plain(w) for w, count in often.items() if count > OFTEN_IN_ARABIC}
    write("arabic_words", common)


def is_form_of(word: str, names: set[str]) -> bool:
    """Whether a Russian word is a name in some grammatical case."""
    stem = CASES.sub("", word)
    return any(
        one + more in names for one in (word, stem) for more in ("", "а", "я", "й")
    )


def write_chinese() -> None:
    """Ordinary words, characters of given names, and simplified characters."""
    families = under("chinese", "families")
    given: dict[str, int] = {}
    ordinary = set()
    for word, count, kind in words_of_chinese():
        named = kind.startswith("nr")
        least = ALSO_A_NAME if named else A_WORD
        of_family = len(word) == 3 and word[0] in families
        if (len(word) == 2 and count >= least) or (of_family and not named):
            ordinary.add(word)
        elif of_family:
            for character in word[1:]:
                given[character] = given.get(character, 0) + 1
    write("chinese", ordinary)
    write("chinese_given", (c for c, count in given.items() if count >= IN_NAMES))
    write("traditional", (f"{one} {other}" for one, other in simplified().items()))


def main() -> None:
    if sys.argv[1:] == ["others"]:
        return write_others()
    names = Names()
    frequency, listed = words_in_use(fold)
    words = {word: frequency[word] for word in listed}
    towns, airports = places(fold, known=names.recognised | names.first | names.last)
    single = {name: people for name, people in towns.items() if " " not in name}
    marks = marked(names, words, {n for n, people in single.items() if people >= LARGE})
    write("names", (f"{name} {mark}" for name, mark in marks.items()))
    ordinary = {w for w, often in words.items() if often > LISTED and w not in marks}
    # Dictionaries lack some forms, as "only".
    ordinary |= {w for w, often in frequency.items() if often > FREQUENT} - names.all
    ordinary |= chosen("never") | chosen("calendar") | set(parts(names_of_languages()))
    write("words", ordinary - marks.keys())
    several = {n for n, people in towns.items() if " " in n and people >= LEAST}
    write("places", {name for name in single if len(name) > 2} | several)
    write("airports", airports)
    print(json.dumps({"sure": len(chosen("sure")), "more": len(chosen("more"))}))


if __name__ == "__main__":
    main()
