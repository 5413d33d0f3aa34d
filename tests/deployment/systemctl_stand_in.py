#!/usr/bin/python3
"""Stands for systemctl where no systemd runs: starts what a unit says, as it says.

Of the sandbox it makes the account, the umask, what can be written, no new privileges
and no capabilities. A timer must name a unit that is there; it starts nothing. What
systemd thinks of the rest is asked of systemd-analyze.
"""

import os
import re
import signal
import subprocess
import sys
import time
from glob import glob
from pathlib import Path


UNITS = Path("/etc/systemd/system")


def service(name):
    """What the unit says, each in a list: a setting may be given again."""
    template, _at, instance = name.removesuffix(".service").partition("@")
    file = UNITS / (f"{template}@.service" if instance else f"{template}.service")
    said = {}
    for line in file.read_text().splitlines():
        key, equals, text = line.partition("=")
        if equals:
            said.setdefault(key, []).append(text.replace("%i", instance))
    return said


def writable(said):
    """What a unit may write. A path after a hyphen may be missing."""
    for path in said["ReadWritePaths"]:
        if not path.startswith("-"):
            yield path
        elif Path(path[1:]).exists():
            yield path[1:]


def start(name):
    said = service(name)
    user, umask = said["User"][0], said["UMask"][0]
    steps = (
        *(f"mount --bind {path} {path}" for path in writable(said)),
        "mount -o remount,bind,ro /",
        "mount -t tmpfs -o mode=1777 tmpfs /tmp",
        f"cd {said['WorkingDirectory'][0]}",
        f"umask {umask}",
        f"exec setpriv --reuid={user} --regid={user} --init-groups --no-new-privs"
        f" --bounding-set=-all {said['ExecStart'][0]}",
    )
    with open(f"/run/{name}.log", "ab") as log:
        process = subprocess.Popen(
            ["unshare", "--mount", "sh", "-e", "-c", "; ".join(steps)],
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
    if said.get("Type") == ["oneshot"]:
        if process.wait():
            sys.exit(Path(f"/run/{name}.log").read_text())
        return
    Path(f"/run/{name}.pid").write_text(str(process.pid))


def stop(name):
    file = Path(f"/run/{name}.pid")
    if not file.exists():
        return
    group = int(file.read_text())
    file.unlink()
    os.killpg(group, getattr(signal, service(name).get("KillSignal", ["SIGTERM"])[0]))
    for _turn in range(600):
        running = subprocess.run(
            ["pgrep", "--runstates=RSD", "--pgroup", str(group)], capture_output=True
        )
        if running.returncode:
            return
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)


def debian(name, verb):
    """Of Debian's own services."""
    if name == "postgresql":
        (cluster,) = glob("/etc/postgresql/*/main")
        subprocess.run(["pg_ctlcluster", cluster.split("/")[3], "main", verb], check=True)
    elif (pid := Path("/run/nginx.pid")).exists() and pid.read_text():
        subprocess.run(["nginx", "-s", "reload"], check=True)
    else:
        subprocess.run(["nginx"], check=True)


def main():
    verb, *names = [word for word in sys.argv[1:] if not word.startswith("-")]
    for name in names:
        if not name.startswith("cug"):
            debian(name, verb)
            continue
        if name.endswith(".timer"):
            timer = (UNITS / name).read_text()
            service(re.search(r"^Unit=(.+)$", timer, re.MULTILINE)[1])
            continue
        if verb in ("stop", "restart"):
            stop(name)
        if verb in ("enable", "start", "restart"):
            start(name)


main()
