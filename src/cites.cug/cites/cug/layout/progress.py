"""How far a long request is, for requests that ask meanwhile, in whichever process."""

import json
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
        self.path.write_text(json.dumps({"done": done, "total": total}))

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
