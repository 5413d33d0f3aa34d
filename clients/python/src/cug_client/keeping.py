"""Where the command line keeps the address of a portal and a token for it."""

import json
import os
import stat
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple


URL, TOKEN, GROUP = "CUG_URL", "CUG_TOKEN", "CUG_GROUP"
#: What others than the owner may do with the file: nothing.
OTHERS = stat.S_IRWXG | stat.S_IRWXO


class NotLoggedIn(Exception):
    """There is no token, or it is not safe where it is."""


class Login(NamedTuple):
    """A portal, a token for it, and the group that is usually meant."""

    url: str
    token: str
    group: str = ""


def default_file() -> Path:
    """In the folder that the desktop's conventions name."""
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "cug" / "login.json"


def find_login(file: Path) -> Login:
    """From the environment or, where that has no token, the file. Raises NotLoggedIn."""
    kept = {} if TOKEN in os.environ else _read(file)
    url = os.environ.get(URL) or kept.get("url", "")
    token = os.environ.get(TOKEN) or kept.get("token", "")
    if not url or not token:
        raise NotLoggedIn(f"Run “cug login”, or set {URL} and {TOKEN}.")
    return Login(url, token, os.environ.get(GROUP) or kept.get("group", ""))


def _read(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    if file.stat().st_mode & OTHERS:
        raise NotLoggedIn(f"Others may read {file}: run “chmod 600 {file}”.")
    kept: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return kept


def keep_login(login: Login, file: Path) -> None:
    """Write the file, for its owner alone from the first moment on."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(file, json.dumps(login._asdict()))


def write_private(file: Path, text: str) -> None:
    """Write a file for its owner alone (mode 600), whole or not at all."""
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=file.parent, delete=False
    ) as beside:
        try:
            beside.write(text)
        except BaseException:
            os.unlink(beside.name)
            raise
    os.replace(beside.name, file)


def forget_login(file: Path) -> None:
    """Delete the file. The token goes on until it is deleted in the portal."""
    file.unlink(missing_ok=True)
