"""deploy/Dockerfile without podman or docker: its steps, one by one in a bare root.

Each stage is a layer over the one that it begins with. Services run as compose.yaml says:
their account, nothing writable but volumes and what is in memory, no capabilities, their
environment and their secrets. All are in one network of their own.
"""

import json
import os
import re
import shlex
import signal
import subprocess
import time
import yaml
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from tests.deployment.processes import ROOT
from tests.deployment.throw_away_root import PASSED_ON, Root
from typing import NamedTuple


DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
ACCOUNT = 10001
#: As whom a service runs, and with what rights.
CONFINED = (
    *("setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups"),
    *("--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"),
)
SECRET = re.compile(r"^--mount=type=secret,id=(\w+),target=(\S+) ")
#: What a step of these says is asked of the stage when a service of it is started.
TOLD = frozenset({"USER", "EXPOSE", "VOLUME", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT"})
PATIENCE = 180


class Step(NamedTuple):
    name: str
    text: str


class Stage(NamedTuple):
    name: str
    base: str
    steps: tuple[Step, ...]

    def told(self, name: str) -> str:
        """What the last step of that name says; nothing if there is none."""
        found = [step.text for step in self.steps if step.name == name]
        return found[-1] if found else ""


def read_stages(text: str = DOCKERFILE) -> dict[str, Stage]:
    """The stages by name, in their order."""
    # A comment may stand between the lines of a step.
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    stages: dict[str, Stage] = {}
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        name, _space, rest = line.partition(" ")
        if name == "FROM":
            base, _as, stage = rest.split()
            stages[stage] = Stage(stage, base, ())
        elif name:
            last = list(stages)[-1]
            step = Step(name, rest.strip())
            stages[last] = stages[last]._replace(steps=(*stages[last].steps, step))
    return stages


def context_files() -> list[str]:
    """What of the checkout is given to a build, as .dockerignore says."""
    kept = [line[1:] for line in IGNORED if line.startswith("!")]
    dropped = [line[3:] for line in IGNORED if line.startswith("**/")]
    assert len(kept) + len(dropped) + 2 == len(IGNORED), "it says something new"
    places = [ROOT / name for name in kept]
    found = [file for place in places for file in [place, *place.rglob("*")]]
    names = [file.relative_to(ROOT) for file in found if file.is_file()]
    return [
        str(name)
        for name in names
        if not any(fnmatch(part, one) for part in name.parts for one in dropped)
    ]


@dataclass
class Image:
    """A stage that is built, or is being built."""

    stage: Stage
    place: Path
    #: Folders whose files lie over each other, the uppermost first.
    layers: list[Path]
    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "/"


class Images:
    """All of them, above one bare Debian."""

    def __init__(self, bare: Root, folder: Path, secrets: dict[str, Path]):
        self.bare, self.folder, self.secrets = bare, folder, secrets
        self.stages = read_stages()
        self.images: dict[str, Image] = {}

    def run(self, script: str) -> str:
        """A script beside the roots, where they are mounted, in their network."""
        return self._done((self.bare.alone, "bash", "-euo", "pipefail", "-c", script))

    def _done(self, command: tuple[object, ...]) -> str:
        done = subprocess.run(
            list(map(str, (*self.bare.enter, *command))),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, f"{command[-1]}\n{done.stdout[-6000:]}"
        return done.stdout

    def build(self, name: str, arguments: dict[str, str]) -> Image:
        """A stage and all that it takes, unless they are there."""
        if name in self.images:
            return self.images[name]
        stage = self.stages[name]
        below = self.build(stage.base, arguments) if stage.base in self.stages else None
        image = self._begin(stage, below)
        for step in stage.steps:
            self._do(step, image, arguments)
        self.images[name] = image
        return image

    def _begin(self, stage: Stage, below: Image | None) -> Image:
        home = self.folder / stage.name
        layers = below.layers if below else [self.bare.place]
        lower = ":".join(map(str, layers))
        image = Image(stage, home / "root", [home / "new", *layers])
        if below:
            image.environment |= below.environment
        options = f"lowerdir={lower},upperdir={home}/new,workdir={home}/work"
        self.run(
            f"mkdir -p {home}/new {home}/work {image.place};"
            f" mount -t overlay -o {options} overlay {image.place};"
            f" mount -t proc proc {image.place}/proc;"
            f" mount --bind /dev {image.place}/dev"
        )
        return image

    def _do(self, step: Step, image: Image, arguments: dict[str, str]) -> None:
        match step.name:
            case "ENV":
                name, _is, value = step.text.partition("=")
                image.environment[name] = value
            case "WORKDIR":
                image.folder = step.text
                self.run(f"mkdir -p {image.place}{step.text}")
            case "COPY":
                self._copy(step.text, image, arguments)
            case "RUN":
                self._run(step.text, image, arguments)
            case "ARG":
                image.environment[step.text] = arguments[step.text]
            case "CMD":
                pass
            case told:
                assert told in TOLD, f"nobody does {told} here"

    def _run(self, text: str, image: Image, arguments: dict[str, str]) -> None:
        target = None
        if found := SECRET.match(text):
            source = self.secrets.get(found[1])
            text = SECRET.sub("", text)
            if source:
                target = f"{image.place}{found[2]}"
                self.run(f"cp {source} {target}")
        self._done(self.entering(image, ("sh", "-c", text), fetching=True))
        if target:
            self.run(f"rm {target}")

    def _copy(self, text: str, image: Image, arguments: dict[str, str]) -> None:
        words = shlex.split(text)
        options = dict(word[2:].split("=") for word in words if word.startswith("--"))
        *sources, target = (word for word in words if not word.startswith("--"))
        place = image.place / os.path.join(image.folder, target).lstrip("/")
        if sources == ["."]:
            names = self.folder / "context"
            names.write_text("\n".join(context_files()), encoding="utf-8")
            script = (
                f"tar -C {ROOT} -cf - -T {names} | tar -C {place} -xf - --no-same-owner"
            )
        else:
            home, copy = ROOT, "cp -a --no-preserve=ownership"
            if "from" in options:
                home = self.build(options["from"], arguments).place
            script = ""
            if target.endswith("/"):
                script = f"mkdir -p {place}; "
            for source in (home / source.lstrip("/") for source in sources):
                # Of a folder what is in it, and times stay, as with Docker.
                script += (
                    f"if [ -d {source} ]; then mkdir -p {place};"
                    f" {copy} {source}/. {place}; else {copy} {source} {place}; fi; "
                )
                if mode := options.get("chmod"):
                    name = place / source.name if target.endswith("/") else place
                    script += f"chmod {mode} {name}; "
        self.run(script)

    def entering(
        self, image: Image, command: tuple[str, ...], fetching: bool = False, **more: str
    ) -> tuple[object, ...]:
        """A command in the root of an image, with its environment."""
        settings = {
            "HOME": "/root" if fetching else "/srv/cug",
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            **image.environment,
            **more,
        }
        if fetching:
            for name, value in os.environ.items():
                if name.upper().endswith(PASSED_ON):
                    settings[name] = value
        told = (f"{name}={value}" for name, value in settings.items())
        confined = () if fetching else CONFINED
        folder = f"--chdir={image.folder}"
        return (
            *("chroot", image.place, *confined),
            *("env", "--ignore-environment", folder, *told, *command),
        )


def addresses() -> dict[str, str]:
    """That of each service: compose.yaml's, or one of its own."""
    told = {}
    for name, service in COMPOSE["services"].items():
        networks = service["networks"]
        if isinstance(networks, dict) and "ipv4_address" in networks.get("front", {}):
            told[name] = networks["front"]["ipv4_address"]
    others = COMPOSE["services"].keys() - told.keys()
    more = {name: f"172.28.241.{n}" for n, name in enumerate(sorted(others), 1)}
    return {**told, **more}


class Services:
    """Services of compose.yaml on images that are built, in one network of their own."""

    def __init__(self, images: Images, settings: dict[str, str], secrets: Path):
        self.images, self.settings, self.secrets = images, settings, secrets
        self.volumes = images.folder / "volumes"
        self.addresses = addresses()
        self._connect()
        #: Where services run that are up: the process by whose eyes files are seen.
        self.up: dict[str, int] = {}

    def _connect(self) -> None:
        """Give each service its address; from the proxy's the portals are asked."""
        services = COMPOSE["services"]
        sysctls = [told.get("sysctls", {}) for told in services.values()]
        settings = {key: value for told in sysctls for key, value in told.items()}
        script = [
            f"echo {value} > /proc/sys/{key.replace('.', '/')}"
            for key, value in settings.items()
        ]
        script += [f"ip address add {one}/32 dev lo" for one in self.addresses.values()]
        proxy = self.addresses["proxy"]
        for name in ("portal", "portal2"):
            place = f"local {self.addresses[name]} dev lo table local"
            script.append(f"ip route replace {place} src {proxy}")
        self.images.run("; ".join(script))

    def command(self, name: str, command: list[str]) -> list[str]:
        """How the service is started in its own view of the files, with that command."""
        service = COMPOSE["services"][name]
        image = self.images.images[service["build"]["target"]]
        place = image.place
        hosts = {"localhost": "127.0.0.1", **self.addresses}
        named = "".join(rf"{where} {one}\n" for one, where in hosts.items())
        mounts = [
            "set -e",
            f"mount --bind /dev {place}/dev; mount -t tmpfs tmpfs {place}/dev/shm",
            f"printf '{named}' > {place}/etc/hosts",
            f"mount -t tmpfs -o mode=755 tmpfs {place}/run",
        ]
        for told in service.get("secrets", []):
            source = told if isinstance(told, str) else told["source"]
            target = f"/run/secrets/{told}" if isinstance(told, str) else told["target"]
            target = self._filled(target)
            file = self.secrets / Path(COMPOSE["secrets"][source]["file"]).name
            mounts.append(
                f"mkdir -p {place}{Path(target).parent}; touch {place}{target};"
                f" cp --preserve=mode,ownership {file} {place}{target}"
            )
        for volume in service.get("volumes", []):
            # A folder of the machine is named by .env: "${CUG_KEYS:-/keys}:/keys".
            source, target = re.fullmatch(r"(\$\{.+\}|[^:]+):([^:]+)", volume).groups()
            kept = self.volumes / Path(source.rstrip("}")).name
            # A new volume is as its folder in the image.
            mounts.append(
                f"[ -d {kept} ] || {{ mkdir -p {kept.parent};"
                f" cp -a {place}{target} {kept}; }};"
                f" mount --bind {kept} {place}{target}"
            )
        mounts.append(f"mount -o remount,bind,ro {place}")
        if "/run" not in [told.partition(":")[0] for told in service["tmpfs"]]:
            mounts.append(f"mount -o remount,ro {place}/run")
        for told in service["tmpfs"]:
            target = f"{place}{told.partition(':')[0]}"
            if target != f"{place}/run":
                mounts.append(f"mount -t tmpfs -o mode=1777 tmpfs {target}")
            else:
                mounts.append(f"chmod 1777 {target}")
        script = "; ".join([*mounts, f"exec {shlex.join(self._entered(name, command))}"])
        bare = self.images.bare
        return [*bare.enter, bare.alone, "unshare", "--mount", "bash", "-c", script]

    def _entered(self, name: str, command: list[str]) -> list[str]:
        """The command in the service's root, confined and with its environment."""
        service = COMPOSE["services"][name]
        environment = {
            key: self._filled(value)
            for key, value in service.get("environment", {}).items()
        }
        image = self.images.images[service["build"]["target"]]
        return list(map(str, self.images.entering(image, tuple(command), **environment)))

    def _filled(self, text: str) -> str:
        """With the values of .env."""
        return re.sub(r"\$\{(\w+)[^}]*\}", lambda name: self.settings[name[1]], text)

    def _stage(self, name: str) -> Stage:
        return self.images.stages[COMPOSE["services"][name]["build"]["target"]]

    def once(self, name: str, *command: str) -> subprocess.CompletedProcess:
        """``compose run``: another command of the same entry point."""
        entry = json.loads(self._stage(name).told("ENTRYPOINT"))
        return self._run(self.command(name, [*entry, *command]))

    def beside(self, name: str, *command: str) -> subprocess.CompletedProcess:
        """``compose exec``: any command, where the service runs."""
        seen = ("nsenter", f"--target={self.up[name]}", "--mount", "--net", "--pid")
        return self._run([*seen, *self._entered(name, list(command))])

    def _run(self, command: list[str]) -> subprocess.CompletedProcess:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def is_healthy(self, name: str) -> bool:
        """What its health check says."""
        _options, _cmd, command = self._stage(name).told("HEALTHCHECK").partition("CMD ")
        return self.beside(name, *json.loads(command)).returncode == 0

    @contextmanager
    def running(self, name: str) -> Iterator[subprocess.Popen]:
        """The service from healthy on, until it is told to stop, as compose would."""
        stage = self._stage(name)
        entry = json.loads(stage.told("ENTRYPOINT"))
        command = json.loads(stage.told("CMD") or "[]")
        log = self.images.folder / f"{name}.log"
        with log.open("w") as output:
            # As containers have it: what it says belongs to its account.
            os.fchown(output.fileno(), ACCOUNT, ACCOUNT)
            process = subprocess.Popen(
                self.command(name, [*entry, *command]),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            deadline = time.monotonic() + PATIENCE
            self.up[name] = self._child(process)
            while not self.is_healthy(name):
                assert process.poll() is None, log.read_text()[-6000:]
                assert time.monotonic() < deadline, log.read_text()[-6000:]
                time.sleep(0.5)
            yield process
        finally:
            self.stop(name, process)

    def _child(self, process: subprocess.Popen) -> int:
        """What nsenter has started, and waits for."""
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while not (found := children.read_text().split()):
            assert process.poll() is None, "it has ended"
            time.sleep(0.01)
        return int(found[0])

    def stop(self, name: str, process: subprocess.Popen) -> int:
        """Tell it to end; its status. Who takes longer than its grace is killed."""
        sign = self._stage(name).told("STOPSIGNAL") or "SIGTERM"
        grace = COMPOSE["services"][name].get("stop_grace_period", "10s")
        if process.poll() is None:
            os.kill(self.up[name], signal.Signals[sign])
            try:
                process.wait(float(grace.removesuffix("s")))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        return process.returncode

    def visit(self, url: str, *options: str) -> tuple[int, str]:
        """Status and body, asked from within the network; 0 for no answer."""
        curl = ("curl", "--silent", "--max-time", "60", "--write-out", "\n%{http_code}")
        told = subprocess.run(
            ["nsenter", self.images.bare.alone, *curl, *options, url],
            capture_output=True,
            text=True,
        ).stdout
        body, _end, status = told.rpartition("\n")
        return int(status), body
