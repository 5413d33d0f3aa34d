"""Says where the portal is once it answers, and warms its first pages."""

import os
import time
from contextlib import suppress
from urllib.error import URLError
from urllib.request import urlopen


#: What a visitor sees first; asked for once so that nobody waits for templates.
FIRST_PAGES = ("login",)
TIMEOUT = 120


def welcome_when_ready(address: str, accounts: str) -> None:
    """Do so from a child process, as this process is about to become the server."""
    server = os.getpid()
    if os.fork():
        return
    # The server may be stopped before it ever answers.
    while os.getppid() == server:
        if _answers(f"{address}/@@ok"):
            for page in FIRST_PAGES:
                _answers(f"{address}/{page}")
            print(f"\nThe portal: {address}\n{accounts}\nCtrl-C stops it.", flush=True)
            break
        time.sleep(0.1)
    os._exit(0)


def _answers(url: str) -> bool:
    with suppress(URLError, OSError), urlopen(url, timeout=TIMEOUT) as response:
        response.read()
        return True
    return False
