"""How far a long request is, for requests that ask meanwhile, in whichever process."""

import json
import secrets
import time
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import Any


PREFIX = "cites-cug-progress-"
#: So many seconds the end of a request can be asked for; scripts ask within a minute.
KEPT_SECONDS = 24 * 60 * 60


class Progress:
    """Two numbers in a file. Only the page that started the request can name the file."""

    def __init__(self, *named: str):
        digest = sha256("\0".join(named).encode()).hexdigest()
        self.path = Path(gettempdir()) / f"{PREFIX}{digest}"

    def set(self, done: int, total: int) -> None:
        self._write({"done": done, "total": total})

    def _write(self, told: dict[str, Any]) -> None:
        # In one step: who finds an empty file takes the request for finished. Another
        # request that has the same name must not take the file away in between.
        new = self.path.with_suffix(f".{secrets.token_hex(8)}")
        new.write_text(json.dumps(told))
        new.replace(self.path)

    def get(self) -> dict[str, Any]:
        """``{"done", "total"}``; both are 0 before the request begins and after its
        end. With ``"ended"`` it has done what it was to do.
        """
        try:
            return json.loads(self.path.read_text())
        except (OSError, ValueError):
            return {"done": 0, "total": 0}

    def finish(self) -> None:
        """Tell that all is done, to who cannot know it from the answer."""
        self._write({"done": 0, "total": 0, "ended": True})
        long_ago = time.time() - KEPT_SECONDS
        for path in self.path.parent.glob(f"{PREFIX}*"):
            # Gone meanwhile, or of another account of the machine.
            with suppress(OSError):
                if path.stat().st_mtime < long_ago:
                    path.unlink()

    def end(self) -> None:
        """Tell nothing any more."""
        self.path.unlink(missing_ok=True)


class WithProgress:
    """Part of pages whose scripts ask how far a long request is."""

    request: Any
    user_id: str
    #: Whose progress it is, beside the reader's.
    long_request: str

    @cached_property
    def key(self) -> str:
        """The key under which the progress of this page's request is kept."""
        return secrets.token_hex(8)

    def progress(self, key: str) -> Progress:
        return Progress(self.long_request, self.user_id, key)

    def tell(self, key: str) -> str:
        """The answer to the script."""
        self.request.response.setHeader("Content-Type", "application/json")
        return json.dumps(self.progress(key).get())
