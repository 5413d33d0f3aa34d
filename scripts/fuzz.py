"""`make fuzz`: asks a started portal all that `@openapi` describes, with random values.

As each kind of member of the demonstration, of whom each writes into it: make the portal
anew afterwards. Fails where the server fails, or answers what is not described.
"""

import json
import os
import subprocess
import sys
import urllib.request
from environment import checkout_lock, child_environment, complain, ensure_fuzz
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


PORTAL = f"http://127.0.0.1:{os.environ.get('PORT') or 8080}/portal"
PASSWORD = "cheetah-demo-2026"  # noqa: S105 - of the demonstration
#: None: who has not logged in.
KINDS = (
    *(None, "outsider", "igo-interpol", "customs-xa", "police-xb", "wildlife-xc"),
    *("contact-xa", "secretariat"),
)
CHECKS = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    "response_schema_conformance",
)
EXAMPLES = 20
#: They would end the session that asks.
LEFT_OUT = ("post_@login", "post_@login-renew", "post_@logout")


def main() -> None:
    with checkout_lock():
        program = ensure_fuzz() / "schemathesis"
    kinds = sys.argv[1:] or KINDS
    failed = [kind or "nobody" for kind in kinds if not fuzz(program, kind)]
    if failed:
        sys.exit(f"Answers that are not described, or errors, to: {', '.join(failed)}")


def fuzz(program: Path, kind: str | None) -> bool:
    """Ask all as that member; whether all answers were as described."""
    print(f"\n== {kind or 'nobody'}", flush=True)
    described = ask("@openapi", token_of("customs-xa"))
    fill_in(described, token_of("secretariat"))
    headers = ["Accept: application/json"]
    if kind:
        headers.append(f"Authorization: Bearer {token_of(kind)}")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "openapi.json"
        file.write_text(json.dumps(described), encoding="utf-8")
        command = [program, "run", file, "--url", PORTAL, "--checks", ",".join(CHECKS)]
        command += ["--max-examples", str(EXAMPLES), "--phases", "examples,fuzzing"]
        command += ["--continue-on-failure", "--no-color", "--request-timeout", "60"]
        command += ["--suppress-health-check", "all"]
        command += [part for one in headers for part in ("--header", one)]
        command += [part for one in LEFT_OUT for part in ("--exclude-operation-id", one)]
        # It keeps what it has found where it runs.
        environment = child_environment()
        done = subprocess.run(command, check=False, cwd=folder, env=environment)
    return done.returncode == 0


def fill_in(described: dict[str, Any], token: str) -> None:
    """Let the open parts of addresses name what is there."""
    items = ask("cheetahs/@library?b_size=100", token)["items"]
    topics = ask("cheetahs/@topics", token)["items"]
    places = [one["@id"].split("/")[-2:] for one in topics]
    known = {
        "group": ["cheetahs", "ivory"],
        "item": [one["@id"].rpartition("/")[2] for one in items],
        "workspace": [place for place, _topic in places],
        "topic": [topic for _place, topic in places],
    }
    for methods in described["paths"].values():
        for call in methods.values():
            for one in call["parameters"]:
                if one["in"] == "path" and known.get(one["name"]):
                    one["schema"] = {"type": "string", "enum": known[one["name"]]}


def token_of(user: str) -> str:
    return ask("@login", body={"login": user, "password": PASSWORD})["token"]


def ask(path: str, token: str | None = None, body: Any = None) -> Any:
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{PORTAL}/{path}", data, headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(complain(main))
