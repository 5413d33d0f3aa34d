"""A served portal, asked by the client."""

import os
import subprocess
import sys
import tempfile
from cug_client import Portal
from pathlib import Path
from tests.clients import CLIENT
from tests.library.http import HttpTestCase


GROUP = "cheetahs"
READING = ("read:library", "read:workspaces", "read:permits", "read:messages")


class ClientCase(HttpTestCase):
    """``customs-xa`` writes, ``police-xb`` follows."""

    def setUp(self):
        super().setUp()
        self.home = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def token(self, user=None, scopes=READING):
        body = {"name": "EXERCISE", "scopes": list(scopes)}
        answer = self.ask("POST", f"{self.portal}/@tokens", user, json=body)
        self.assertEqual(answer.status_code, 201, answer.text)
        return answer.json()["token"]

    def client(self, user=None, scopes=READING, **options):
        return Portal(self.portal, self.token(user, scopes), **options)

    def publish(self, url):
        path = f"{url}/@workflow/publish"
        answer = self.ask("POST", path, "secretariat", json={})
        self.assertEqual(answer.status_code, 200, answer.text)

    def restrict(self, url):
        """To the members of one country, which police-xb is not of."""
        path = f"{url}/@workflow/choose"
        body = {"readers": ["country:XA"]}
        answer = self.ask("POST", path, "secretariat", json=body)
        self.assertEqual(answer.status_code, 200, answer.text)

    def program(self, *arguments, given="", **environment):
        """Run a program in a process of its own, as whoever installed the client."""
        found = {
            **{"PATH": os.environ["PATH"], "HOME": str(self.home)},
            **{"PYTHONPATH": str(CLIENT / "src"), "CUG_GROUP": GROUP},
            **{"CUG_URL": self.portal, "PYTHONIOENCODING": "utf-8", **environment},
        }
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            input=given,
            env=found,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )

    def cug(self, *arguments, **options):
        """Run the command line."""
        start = "import sys; from cug_client.command_line import main; sys.exit(main())"
        return self.program("-c", start, *arguments, **options)
