"""One row of a code list."""

from cites.cug.core.settings import languages
from collections.abc import Mapping
from dataclasses import dataclass


LANGUAGES = tuple(languages.LANGUAGES)
DEFAULT = languages.DEFAULT

# Rows without a rank of their own come after the ranked ones (the shortlist of
# specimen descriptions) and before those set last (exercise countries).
MIDDLE_RANK = 100
LAST_RANK = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A code with its titles. Forms offer only `current` entries."""

    code: str
    #: By language; what lacks one has that in English.
    titles: Mapping[str, str]
    current: bool = True
    rank: int = MIDDLE_RANK
    appendix: str = ""
    #: Of a species: what it is part of.
    family: str = ""
    order: str = ""
    #: Other names, in any language.
    synonyms: tuple[str, ...] = ()

    def title(self, language: str) -> str:
        """Title in one of LANGUAGES."""
        return self.titles.get(language) or self.titles.get(DEFAULT, "")
