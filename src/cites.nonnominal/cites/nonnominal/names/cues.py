"""Words that tell what stands around them; `data/cues` has a file for each language."""

from cites.nonnominal.names.lists import read_sections
from cites.nonnominal.names.spelling import words
from functools import cache
from importlib.resources import files


@cache
def cues() -> dict[str, frozenset[str]]:
    """The words of all languages by their heading, in the spelling of the lists."""
    found: dict[str, list[str]] = {}
    folder = files("cites.nonnominal").joinpath("data", "cues")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        for heading, lines in read_sections(file.read_text("utf-8")).items():
            found.setdefault(heading, []).extend(lines)
    return {heading: words(" ".join(lines)) for heading, lines in found.items()}


@cache
def headings_of() -> dict[str, tuple[str, ...]]:
    """The headings that each word stands under."""
    found: dict[str, tuple[str, ...]] = {}
    for heading, listed in cues().items():
        for word in listed:
            found[word] = (*found.get(word, ()), heading)
    return found
