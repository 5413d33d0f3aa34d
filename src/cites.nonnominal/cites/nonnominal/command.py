"""Checks files from the command line: ``python -m cites.nonnominal FILE…``.

Texts are checked for names; of pictures and documents it says what cleaning would remove.
"""

from argparse import ArgumentParser
from cites.nonnominal.check import check
from cites.nonnominal.files.cleaned import Uncleanable
from cites.nonnominal.files.cleaning import clean
from mimetypes import guess_type
from pathlib import Path


TEXT = "text/"


def main(arguments: list[str] | None = None) -> int:
    """Print what is found, a line each. Returns 1 if something is sure, else 0."""
    parser = ArgumentParser(prog="python -m cites.nonnominal", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--language", help="ISO 639-1 code; recognised if left out")
    parser.add_argument(
        "--allowed", action="append", default=[], metavar="WORDS", help="again for more"
    )
    chosen = parser.parse_args(arguments)
    sure = False
    for path in chosen.files:
        media_type = guess_type(path.name)[0] or TEXT
        if not media_type.startswith(TEXT):
            _print_removed(path, media_type)
            continue
        text = path.read_text("utf-8", errors="replace")
        for one in check(text, language=chosen.language, allowed=chosen.allowed):
            line = text.count("\n", 0, one.start) + 1
            print(f"{path}:{line}: {one.certainty} {one.kind}: {one.text!r}")
            sure = sure or one.certainty == "sure"
    return int(sure)


def _print_removed(path: Path, media_type: str) -> None:
    try:
        cleaned = clean(path.read_bytes(), media_type)
    except Uncleanable as error:
        print(f"{path}: {error}")
        return
    for key, value in cleaned.removed:
        print(f"{path}: removes {key}: {value!r}")
