"""What buildout has built once is copied, with other paths and ports, instead of anew.

It takes buildout six seconds of processor to find again which distributions there are.
The same profile with the same settings gives the same files but for the folder, and for
paths and ports in the settings, which stand in the files as they are.
"""

import atexit
import os
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import mkdtemp


#: A path, or a port as the system chooses them.
PLACE = re.compile(r"/[^,:\s]+|\b\d{5}\b")
Build = Callable[..., None]
#: Profile, umask and settings without their places → where it was built, and its places.
_built: dict[tuple, tuple[Path, list[str]]] = {}


def build_or_copy(
    build: Build, profile: str, directory: Path, settings: dict[str, object]
) -> None:
    """As ``build(profile, directory, **settings)``, which is called for what is new."""
    shapes = tuple((name, PLACE.sub("*", str(value))) for name, value in settings.items())
    places = [place for value in settings.values() for place in PLACE.findall(str(value))]
    umask = os.umask(0)
    os.umask(umask)
    # Two places may be the same one, and those of another deployment two.
    alike = tuple(places.index(place) for place in places)
    key = profile, umask, shapes, alike
    if key not in _built:
        folder = Path(mkdtemp(prefix="cug-built-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        build(profile, folder, **settings)
        _built[key] = folder, places
    folder, before = _built[key]
    words = dict(zip([str(folder), *before], [str(directory), *places], strict=True))
    shutil.copytree(
        folder,
        directory,
        symlinks=True,
        copy_function=partial(_copy_with, words),
        dirs_exist_ok=True,
    )


def _copy_with(words: dict[str, str], source: str, target: str) -> None:
    """Copy a file with other words in the place of those that it has."""
    longest_first = sorted(words, key=len, reverse=True)
    pattern = "|".join(re.escape(word) for word in longest_first)
    text = Path(source).read_text(encoding="utf-8")
    said = re.sub(rf"(?<!\w)(?:{pattern})(?![\w-])", lambda match: words[match[0]], text)
    Path(target).write_text(said, encoding="utf-8")
    shutil.copymode(source, target)
