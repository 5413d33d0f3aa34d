"""docs/deployment.md as a stranger follows it, from the first command to the last.

On the files of this machine, in a root of its own that is thrown away; with
`make test-deployment` on a bare Debian 13.
"""

import os
import pytest
import re
import subprocess
from pyrage import x25519
from tests.deployment.processes import ROOT
from tests.deployment.throw_away_root import NoRoot, throw_away_root


DOCUMENT = ROOT / "docs" / "deployment.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
REPOSITORY = "/opt/cug.git"
NAME = "cug.example.org"
IDENTITY = x25519.Identity.generate()
#: What the document leaves open.
PLACES = {
    "REPOSITORY": REPOSITORY,
    "RECIPIENT": str(IDENTITY.to_public()),
    "--identity IDENTITY": (
        "--identity /srv/cug/identity"
        ' --keys "$(ls -t /srv/cug/saved-keys/message-keys-*.age | head -1)"'
    ),
}
VISIT = f"curl --silent --max-time 60 --resolve {NAME}:443:127.0.0.1"


def commands() -> list[tuple[str, str]]:
    """The document's commands in their order, and who runs them."""
    found = BLOCK.findall(DOCUMENT.read_text(encoding="utf-8"))
    blocks = [text.partition("\n") for text in found]
    return [(who.removeprefix("# "), script) for who, _end, script in blocks]


def publish(folder):
    """A repository with this checkout as it is, also what is not committed."""
    git = ["git", "-C", ROOT]
    whose = ["-c", "user.name=test", "-c", "user.email=test@localhost"]
    # An index of its own: other tests may be asking git about the checkout's.
    environment = {**os.environ, "GIT_INDEX_FILE": str(folder / "index")}

    def told(*arguments):
        return subprocess.run(
            [*git, *whose, *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout.strip()

    told("read-tree", "HEAD")
    told("add", "--update")
    commit = told("commit-tree", told("write-tree"), "-p", "HEAD", "-m", "As it is")
    repository = folder / "cug.git"
    subprocess.run(
        ["git", "init", "--quiet", "--bare", "--initial-branch=main", repository],
        check=True,
    )
    subprocess.run(
        [*git, "push", "--quiet", repository, f"{commit}:refs/heads/main"], check=True
    )
    return repository


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stranger")
    repository = publish(folder)
    place = folder / "throw-away"
    place.mkdir()
    try:
        with throw_away_root(place, bare="CUG_BARE_ROOT" in os.environ) as root:
            root.copy(repository, REPOSITORY)
            # As git would write it, which a bare Debian does not have yet.
            root.run(r"printf '[safe]\n\tdirectory = *\n' >> /etc/gitconfig")
            yield root
    except NoRoot as reason:
        pytest.skip(f"No root of its own can be made here: {reason}")


def done(root, script, user="root"):
    ran = root.run(script, user)
    assert ran.returncode == 0, f"{script}\n{ran.stdout[-6000:]}"
    return ran.stdout


@pytest.fixture(scope="module")
def installed(root):
    """Whose commands were run, all of them."""
    certificate = (
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={NAME}"
        f" -addext subjectAltName=DNS:{NAME} -keyout /etc/ssl/private/{NAME}.key"
        f" -out /etc/ssl/{NAME}.pem"
    )
    for who, script in commands():
        if "nginx -t" in script:
            done(root, certificate)
        if "IDENTITY" in script:
            keep_secret(root)
        for word, value in PLACES.items():
            script = script.replace(word, value)
        done(root, script, who)
    return root


def keep_secret(root):
    """Bring the secret of the backups, and lose the keys, whose saved copy it opens."""
    done(root, f"umask 077; echo '{IDENTITY}' > /srv/cug/identity", "cug")
    done(root, "rm /keys/message-keys", "cug")


def test_each_command_says_who_runs_it():
    assert {who for who, _script in commands()} == {"root", "cug"}


def test_the_portal_is_served_behind_the_proxy(installed):
    secure = f"{VISIT} --cacert /etc/ssl/{NAME}.pem"
    # The units are started and not waited for: the proxy answers 502 until then.
    patient = f"{secure} --retry 120 --retry-delay 1 --fail"
    page = done(installed, f"{patient} https://{NAME}/login")
    assert f"https://{NAME}/" in page
    status = "--output /dev/null --write-out '%{http_code}'"
    moved = done(installed, f"curl --silent {status} -H 'Host: {NAME}' http://127.0.0.1/")
    assert moved == "301"


def test_other_names_are_not_answered(installed):
    for address in ("http://127.0.0.1/", "https://127.0.0.1/ --insecure"):
        assert installed.run(f"curl --silent --max-time 60 {address}").returncode


def test_old_versions_of_tls_are_refused(installed):
    old = f"{VISIT} --insecure --tls-max 1.1 https://{NAME}/login"
    assert installed.run(old).returncode


def test_data_logs_and_backups_are_for_one_account(installed):
    for folder in ("/srv/cug/portal/var", "/backup", "/keys"):
        assert done(installed, f"find {folder} -type f -perm /077") == ""
        assert done(installed, f"find {folder} -type f | head -3")
        assert done(installed, f"find {folder} -maxdepth 0 -perm /077") == ""
    assert (
        done(installed, "find /srv/cug /backup /keys -not -user cug -not -path '*/app/*'")
        == ""
    )


def test_create_site_beside_a_process_says_what_to_do(installed):
    ran = installed.run("/srv/cug/portal/bin/create-site", "cug")
    assert ran.returncode
    assert "Stop it" in ran.stdout
    assert "Traceback" not in ran.stdout
