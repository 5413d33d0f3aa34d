"""What buildout has built once is copied, with other paths and ports, instead of anew.

It takes buildout six seconds of processor to find again which distributions there are.
The same profile with the same settings gives the same files but for the folder, and for
paths and ports in the settings, which stand in the files as they are.
"""

import atexit
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp


#: A path, or a port as the tests choose them.
PLACE = re.compile(r"/[^,:\s]+|\b\d{5}\b")
#: With which it is built; copies are made with the one that is set.
UMASK = 0o022
Build = Callable[..., None]
#: Profile and settings without their places → where it was built, and its places.
_built: dict[tuple, tuple[Path, list[str]]] = {}


def build_or_copy(
    build: Build, profile: str, directory: Path, settings: Mapping[str, object]
) -> None:
    """As ``build(profile, directory, **settings)``, which is called for what is new.

    Folders that are there stay, with all that is in them.
    """
    told = {name: str(value) for name, value in sorted(settings.items()) if name != "var"}
    var = Path(str(settings.get("var", directory / "var")))
    shapes = tuple((name, PLACE.sub("*", value)) for name, value in told.items())
    places = [place for value in told.values() for place in PLACE.findall(value)]
    # Two places may be the same one, and those of another deployment two.
    alike = tuple(places.index(place) for place in places)
    key = profile, shapes, alike
    if key not in _built:
        folder = Path(mkdtemp(prefix="cug-built-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        with _umask(UMASK):
            build(profile, folder, **told)
        _built[key] = folder, places
    folder, before = _built[key]
    words = dict(zip(before, places, strict=True))
    words |= {str(folder): str(directory), str(folder / "var"): str(var)}
    with _umask(UMASK) as mask:
        os.umask(mask)
        _copy(folder, directory, words, mask, but="var")
        _copy(folder / "var", var, words, mask)


@contextmanager
def _umask(mask: int) -> Iterator[int]:
    """Gives the one that was set before, and is set again afterwards."""
    before = os.umask(mask)
    try:
        yield before
    finally:
        os.umask(before)


def _copy(
    source: Path, target: Path, words: dict[str, str], mask: int, but: str = ""
) -> None:
    """Copy a folder, its files with other words in the place of those that they have."""
    if not target.exists():
        target.mkdir(parents=True)
        target.chmod(source.stat().st_mode & ~mask)
    for one in source.iterdir():
        copy = target / one.name
        if one.name == but:
            continue
        if one.is_symlink():
            copy.symlink_to(one.readlink())
        elif one.is_dir():
            _copy(one, copy, words, mask)
        else:
            copy.write_text(_with(words, one.read_text(encoding="utf-8")), "utf-8")
            copy.chmod(one.stat().st_mode & ~mask)


def _with(words: dict[str, str], text: str) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    pattern = "|".join(re.escape(word) for word in longest_first)
    return re.sub(rf"(?<!\w)(?:{pattern})(?![\w-])", lambda match: words[match[0]], text)
