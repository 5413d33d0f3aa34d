"""Patterns and words of a language, from its file in `data/patterns`."""

import re
from importlib.resources import files


HEADING = re.compile(r"([A-Z_]+):")
#: Stands in a pattern for the text under another heading.
OTHER = re.compile(r"<<([A-Z_]+)>>")


class Patterns:
    """The patterns of a language, by the headings of its file."""

    def __init__(self, language: str):
        file = files("cites.nonnominal").joinpath("data", "patterns", f"{language}.txt")
        self._lines: dict[str, list[str]] = {}
        under: list[str] = []
        for line in file.read_text("utf-8").split("\n"):
            if heading := HEADING.fullmatch(line):
                under = self._lines.setdefault(heading[1], [])
            elif line and not line.startswith("#"):
                under.append(line)

    def text(self, heading: str, between: str = "") -> str:
        text = between.join(self._lines[heading])
        return OTHER.sub(lambda other: self.text(other[1]), text)

    def compiled(self, heading: str) -> re.Pattern[str]:
        return re.compile(self.text(heading))
