"""A portal as an earlier version made it, stored small for the test of upgrades.

    .venv/bin/python -m tests.deployment.landed_version COMMIT

checks out that commit, builds it with its own pins, makes the groups of the demonstration
and one of each kind of content in it, packs it, and stores it in `landed/` under the
number of its profile. The keys in it are made for it alone.
"""

import requests
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from argparse import ArgumentParser
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from tests.deployment.processes import environment, free_port, ROOT, serving
from xml.etree import ElementTree
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage
from ZODB.serialize import referencesf


FOLDER = Path(__file__).parent / "landed"
#: What a portal keeps below `var`, of which a copy is a portal.
KEPT = ("filestorage", "blobstorage", "records", "keys")
METADATA = "src/cites.cug/cites/cug/profiles/default/metadata.xml"
PASSWORD = "cheetah-demo-2026"
JSON = {"Accept": "application/json"}
ALERT = {
    "@type": "Alert",
    "title": "EXERCISE: landed",
    "alert_type": "seizure",
    "handling": "amber",
}
COMMENT = "EXERCISE: a comment."
LETTER = {"to": ["police-xb"], "subject": "EXERCISE: sent", "body": "<p>At dawn.</p>"}


def client(portal: str, login: str) -> requests.Session:
    session = requests.Session()
    session.headers.update(JSON)
    body = {"login": login, "password": PASSWORD}
    token = session.post(f"{portal}/@login", json=body).json()["token"]
    session.headers["Authorization"] = f"Bearer {token}"
    return session


def write(portal: str) -> None:
    """One of each kind that later versions must still show."""
    group, member = f"{portal}/cheetahs", client(portal, "secretariat")

    def post(url: str, **body: object) -> dict:
        answer = member.post(url, json=body)
        answer.raise_for_status()
        return answer.json() if answer.content else {}

    post(f"{post(f'{group}/library', **ALERT)['@id']}/@workflow/publish")
    space = post(f"{group}/workspaces", **{"@type": "Workspace", "title": "EXERCISE"})
    topic = {"@type": "Topic", "title": "EXERCISE", "text": "<p>A crate.</p>"}
    post(f"{post(space['@id'], **topic)['@id']}/@comments", text=COMMENT)
    post(f"{group}/@messages", **LETTER)


def build(source: Path, directory: Path) -> str:
    """The portal of a checkout, with content; the version of its profile."""
    subprocess.run(
        [sys.executable, "scripts/environment.py", "server", "demo"],
        check=True,
        cwd=source,
        env=environment(),
    )
    port = free_port()
    command = [source / ".venv/bin/buildout", "-N", "-q"]
    command += ["-c", source / "profiles/production.cfg"]
    command += [f"buildout:directory={directory}", "settings:hosts=127.0.0.1"]
    command.append(f"settings:http-address=127.0.0.1:{port}")
    groups = source / "tests/deployment/add_groups.py"
    for words in (
        command,
        [directory / "bin/create-site"],
        [directory / "bin/instance", "run", groups],
    ):
        subprocess.run(words, check=True, cwd=source, env=environment())
    with serving(directory, "instance", port) as portal:
        write(portal)
    return ElementTree.parse(source / METADATA).getroot().findtext("version", "").strip()


def pack(var: Path) -> None:
    """Leave out what is not needed to open it."""
    file = var / "filestorage" / "Data.fs"
    with closing(FileStorage(str(file), blob_dir=str(var / "blobstorage"))) as storage:
        storage.pack(2**40, referencesf)
        DB(storage).close()
    for path in file.parent.glob("Data.fs.*"):
        path.unlink()
    for records in (var / "records").glob("*.sqlite"):
        with closing(sqlite3.connect(records)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("VACUUM")


def store(var: Path, version: str) -> Path:
    FOLDER.mkdir(exist_ok=True)
    archive = FOLDER / f"{version}.tar.xz"
    with tarfile.open(archive, "w:xz", preset=9) as packed:
        for name in KEPT:
            packed.add(var / name, name)
    return archive


def unpack(archive: Path, var: Path) -> None:
    """Put a stored portal into the deployment whose ``var`` this is."""
    for name in KEPT:
        shutil.rmtree(var / name, ignore_errors=True)
    with tarfile.open(archive) as packed:
        packed.extractall(var, filter="data")


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("commit")
    commit = parser.parse_args().commit
    with TemporaryDirectory() as folder:
        source, directory = Path(folder, "source"), Path(folder, "portal")
        command = ["git", "worktree", "add", "--detach", source, commit]
        subprocess.run(command, check=True, cwd=ROOT)
        try:
            version = build(source, directory)
        finally:
            command = ["git", "worktree", "remove", "--force", source]
            subprocess.run(command, check=True, cwd=ROOT)
        pack(directory / "var")
        archive = store(directory / "var", version)
    print(f"{archive}: {archive.stat().st_size} bytes")


if __name__ == "__main__":
    main()
