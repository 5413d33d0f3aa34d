"""What one row of a code list is."""

from dataclasses import dataclass


LANGUAGES = ("en", "fr", "es")

# Rows without a rank of their own come after the ranked ones (the shortlist of
# specimen descriptions) and before those set last (exercise countries).
MIDDLE_RANK = 100
LAST_RANK = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A code with its titles; `current` ones are offered, others only read."""

    code: str
    en: str
    fr: str
    es: str
    current: bool = True
    rank: int = MIDDLE_RANK
    appendix: str = ""

    def title(self, language: str) -> str:
        """Title in one of LANGUAGES."""
        return getattr(self, language)


def supported(language: str) -> str:
    """Language to answer in: `fr` for `fr-be`, English for what we do not speak."""
    language = language[:2].lower()
    return language if language in LANGUAGES else "en"
