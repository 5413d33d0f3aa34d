"""Says where the portal is once it answers, and warms its first pages."""

import os
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import build_opener, ProxyHandler


#: What a visitor sees first; asked for once so that nobody waits for templates.
FIRST_PAGE = "login"
TIMEOUT = 120
END_OF_LOG = 2000
#: The portal is on this machine: a company's proxy would look for it on its own.
DIRECT = build_opener(ProxyHandler({}))


def welcome_when_ready(address: str, accounts: str, log: Path, since: float) -> None:
    """Do so from a child process, as this process is about to become the server."""
    server = os.getpid()
    if os.fork():
        return
    while not _answers(f"{address}/@@ok"):
        if os.getppid() != server:
            print(f"The portal stopped before it answered; the end of {log}:")
            print(log.read_text(encoding="utf-8")[-END_OF_LOG:], flush=True)
            os._exit(1)
        time.sleep(0.1)
    _answers(f"{address}/{FIRST_PAGE}")
    seconds = time.monotonic() - since
    print(f"\nThe portal: {address}\n\n{accounts}\nLog: {log}")
    print(f"Ready after {seconds:.0f} s. Ctrl-C stops it.", flush=True)
    os._exit(0)


def _answers(url: str) -> bool:
    # OSError stands for a refused connection, a closed one and an error status alike.
    with suppress(OSError), DIRECT.open(url, timeout=TIMEOUT) as response:
        response.read()
        return True
    return False
