"""The lists of names, ordinary words and places; ``data/README.md`` names sources."""

import gzip
from collections.abc import Callable, Container, Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from typing import Any, NamedTuple, TypeVar


Asked = TypeVar("Asked", str, tuple[str, str])
Answer = TypeVar("Answer")
#: Letters of the longest words of which anything is kept for other texts.
LONGEST_KEPT = 64


class PackedWords(Container[str]):
    """Words in a tenth of the memory of a set: those that begin alike are one text."""

    def __init__(self, words: Iterable[str], alike: int):
        """``words`` in their order, ``alike``: by how many letters they are together.

        Few should begin alike: the text of these is read through.
        """
        self._alike = alike
        self._groups = {
            key: "\n".join(["", *(word[len(key) :] for word in group), ""])
            for key, group in groupby(words, self._key)
        }

    def _key(self, word: str) -> str:
        return word[: self._alike]

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str):
            return False
        group = self._groups.get(word[: self._alike])
        return group is not None and f"\n{word[self._alike :]}\n" in group

    def __iter__(self) -> Iterator[str]:
        for key, group in self._groups.items():
            yield from (key + rest for rest in group[1:-1].split("\n"))


class PackedMarks(PackedWords):
    """Words with their marks, packed alike: a line is a word, a space and its marks."""

    def _key(self, word: str) -> str:
        return word.partition(" ")[0][: self._alike]

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and bool(self.get(word, ""))

    def get(self, word: str, default: str = "") -> str:
        group = self._groups.get(word[: self._alike], "")
        _before, found, rest = group.partition(f"\n{word[self._alike :]} ")
        return rest.partition("\n")[0] if found else default

    def items(self) -> Iterator[tuple[str, str]]:
        for line in self:
            word, marks = line.rsplit(" ", 1)
            yield word, marks


Packed = TypeVar("Packed", bound=PackedWords)


class Lists(NamedTuple):
    """The lists. ``names`` and ``arabic`` hold the marks of each name.

    ``g``: a given name; ``s``: another well-known name; ``w``: a rare name; ``o``: also
    an ordinary word; ``q``: a word in small letters only; ``p``: also a place.
    """

    names: PackedMarks
    words: PackedWords
    places: PackedWords
    airports: PackedWords
    #: Words of other languages, which are names elsewhere.
    portuguese: PackedWords
    swahili: PackedWords
    #: Names in Arabic letters, with their marks, and ordinary words.
    arabic: dict[str, str]
    arabic_words: PackedWords
    #: Ordinary words of Russian; given names, and family names that no ending tells.
    russian: PackedWords
    russian_given: PackedWords
    russian_family: PackedWords
    #: Ordinary words of Chinese, characters of given names, and what stands for
    #: traditional characters.
    chinese: PackedWords
    chinese_given: frozenset[str]
    traditional: dict[str, str]


class _Kept(dict[Any, Any]):
    """What a function answers about words; begun anew once there are so many."""

    def __init__(self, function: Callable[[Any], Any], size: int):
        super().__init__()
        self.function, self.size = function, size

    def __missing__(self, asked: Any) -> Any:
        answer = self.function(asked)
        word = asked if isinstance(asked, str) else asked[0]
        if len(word) <= LONGEST_KEPT:
            if len(self) >= self.size:
                self.clear()
            self[asked] = answer
        return answer


def keep_words(
    size: int,
) -> Callable[[Callable[[Asked], Answer]], Callable[[Asked], Answer]]:
    """A cache for functions of a word, without long ones, which may be texts.

    They may take the word and what is known of it in a tuple. It answers in a fraction of
    the time of ``lru_cache`` and a function that looks at the length.
    """

    def keeping(function: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
        return _Kept(function, size).__getitem__

    return keeping


@cache
def lists() -> Lists:
    """Read the lists, once: about 20 MB of memory, in half a second."""
    return Lists(
        names=_packed_as(PackedMarks, "names", alike=3),
        words=_packed("words", alike=4),
        places=_packed("places", alike=3),
        airports=_packed("airports", alike=3),
        portuguese=_packed("portuguese", alike=3),
        swahili=_packed("swahili", alike=3),
        arabic=_marked("arabic"),
        arabic_words=_packed("arabic_words", alike=3),
        russian=_packed("russian", alike=3),
        russian_given=_packed("russian_given", alike=2),
        russian_family=_packed("russian_family", alike=2),
        chinese=_packed("chinese", alike=1),
        chinese_given=frozenset(_lines("chinese_given")),
        traditional=_marked("traditional"),
    )


def _marked(name: str) -> dict[str, str]:
    return dict(line.rsplit(" ", 1) for line in _lines(name))


def _packed(name: str, alike: int) -> PackedWords:
    return _packed_as(PackedWords, name, alike)


def _packed_as(of: type[Packed], name: str, alike: int) -> Packed:
    # Line by line: the lines together take more memory than what is kept.
    with gzip.open(BytesIO(_file(f"{name}.txt.gz")), "rt", encoding="utf-8") as lines:
        return of(map(str.rstrip, lines), alike)


def _lines(name: str) -> list[str]:
    return gzip.decompress(_file(f"{name}.txt.gz")).decode().splitlines()


@lru_cache
def sections(name: str) -> dict[str, list[str]]:
    """Lines of a hand-made list, by their headings."""
    return read_sections(_file(f"{name}.txt").decode())


def read_sections(text: str) -> dict[str, list[str]]:
    """Lines by the heading above them, which ends with a colon."""
    found: dict[str, list[str]] = {}
    heading: list[str] = []
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if line.endswith(":"):
            heading = found.setdefault(line[:-1], [])
        elif line:
            heading.append(line)
    return found


def _file(name: str) -> bytes:
    return files("cites.nonnominal").joinpath("data", name).read_bytes()
