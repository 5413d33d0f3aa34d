"""How far a long request is, for requests that ask meanwhile, in whichever process."""

import json
import secrets
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import Any


class Progress:
    """Two numbers in a file. Only the page that started the request can name the file."""

    def __init__(self, *named: str):
        digest = sha256("\0".join(named).encode()).hexdigest()
        self.path = Path(gettempdir()) / f"cites-cug-progress-{digest}"

    def set(self, done: int, total: int) -> None:
        # In one step: who finds an empty file takes the request for finished. Another
        # request that has the same name must not take the file away in between.
        new = self.path.with_suffix(f".{secrets.token_hex(8)}")
        new.write_text(json.dumps({"done": done, "total": total}))
        new.replace(self.path)

    def get(self) -> dict[str, Any]:
        """``{"done", "total"}``; both are 0 before the request begins and after its
        end.
        """
        try:
            return json.loads(self.path.read_text())
        except (OSError, ValueError):
            return {"done": 0, "total": 0}

    def end(self) -> None:
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
