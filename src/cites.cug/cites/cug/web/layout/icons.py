"""The icons of all pages: one kept set of drawings, written into the page.

They take the colour and the size of the text around them, and say nothing to programs
that read the page aloud: words stand beside each of them.
"""

from functools import lru_cache
from pathlib import Path


FOLDER = Path(__file__).parent / "drawings"
#: The names of all icons.
ICONS = tuple(sorted(path.stem for path in FOLDER.glob("*.svg")))


@lru_cache
def icon(name: str) -> str:
    """The icon of this name, as SVG."""
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8").strip()
