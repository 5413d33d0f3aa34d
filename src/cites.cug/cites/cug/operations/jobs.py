"""What the clock does for the machine that a process runs on."""

import chameleon.config
from contextlib import suppress
from datetime import timedelta
from importlib.util import cache_from_source
from pathlib import Path
from time import time


#: Without a program that has begun with it in between.
KEPT = timedelta(days=60)
#: Chameleon's names end with a digest. The folder may be one that holds other things too.
COMPILED = "*" + "[0-9a-f]" * 32 + ".py"


def forget_old_templates() -> None:
    """Deletes compiled page templates that nothing uses any more: of earlier versions.

    One that is deleted all the same, since nothing was started for so long, is compiled
    again when it is needed.
    """
    folder = chameleon.config.CACHE_DIRECTORY
    if folder is not None:
        forget_templates(Path(folder), time())


def forget_templates(folder: Path, now: float) -> None:
    for source in folder.glob(COMPILED):
        # A program reads only this one, where it is there.
        code = Path(cache_from_source(str(source)))
        with suppress(FileNotFoundError):  # another process was faster
            states = [source.stat(), *([code.stat()] if code.exists() else [])]
            last = max(max(one.st_atime, one.st_mtime) for one in states)
            if now - last > KEPT.total_seconds():
                source.unlink()
                code.unlink(missing_ok=True)
