"""A Zope instance in a folder of its own: its configuration, and the process serving it.

Both sides get the same files, but for the section with the add-on's settings, which stock
Plone has no use for and does not read.
"""

import os
import re
import subprocess
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from memory import ProcessMemory
from pathlib import Path
from textwrap import dedent


PROFILE = Path(__file__).parents[2] / "profiles" / "base.cfg"
THREADS = 4
START_SECONDS = 900
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")

ZOPE_CONF = """\
%define HOME {home}
instancehome $HOME
clienthome $HOME
debug-mode off
default-zpublisher-encoding utf-8
<zodb_db main>
    cache-size 30000
    mount-point /
    <blobstorage>
        blob-dir $HOME/blobs
        <filestorage>
            path $HOME/Data.fs
        </filestorage>
    </blobstorage>
</zodb_db>
<product-config cites.cug>
    production off
    records-url {records}
    message-keys {home}/message-keys
</product-config>
"""
WSGI_INI = """\
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = {port}
threads = {threads}
clear_untrusted_proxy_headers = false

[app:zope]
use = egg:Zope#main
zope_conf = %(here)s/zope.conf

[pipeline:main]
pipeline =
    egg:Zope#httpexceptions
    zope

[loggers]
keys = root

[handlers]
keys = console

[formatters]
keys = plain

[logger_root]
level = WARNING
handlers = console

[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = plain

[formatter_plain]
format = %(asctime)s %(levelname)s [%(name)s] %(message)s
"""
SITE_ZCML = """\
<configure
    xmlns="http://namespaces.zope.org/zope"
    xmlns:five="http://namespaces.zope.org/five"
    xmlns:meta="http://namespaces.zope.org/meta">
  <include package="Products.Five" />
  <meta:redefinePermission from="zope2.Public" to="zope.Public" />
  <five:loadProducts file="meta.zcml" />
  <five:loadProducts />
  <five:loadProductsOverrides />
  <securityPolicy component="AccessControl.security.SecurityPolicy" />
</configure>
"""


def configure(home: Path, port: int, records: str | None = None) -> None:
    """Write the configuration; data that lies in the folder stays."""
    records = records or f"sqlite:///{home}/records.sqlite"
    (home / "etc").mkdir(parents=True, exist_ok=True)
    (home / "zope.conf").write_text(ZOPE_CONF.format(home=home, records=records))
    (home / "wsgi.ini").write_text(WSGI_INI.format(port=port, threads=THREADS))
    (home / "etc" / "site.zcml").write_text(SITE_ZCML)


def environment() -> dict[str, str]:
    """Of each process that is started: byte code is kept even where images forbid it.

    Compiled templates are kept for the next, where ``tests/__init__.py`` says.
    """
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "zope_i18n_compile_mo_files": "true"}


def first_steps() -> str:
    """What programs of a deployment do first."""
    (lines,) = re.findall(r"^private =\n((?: +.*\n)+)", PROFILE.read_text(), re.M)
    return dedent(lines)


def serving(wsgi_ini: Path) -> str:
    """A program that serves as one of a deployment does."""
    serve = f"from Zope2.Startup.serve import main\nmain(['', {str(wsgi_ini)!r}])"
    return f"{first_steps()}\n{serve}"


@dataclass
class Server:
    """A running process."""

    process: subprocess.Popen
    port: int
    log: Path

    def wait(self, path: str) -> None:
        """Until the page answers."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
                connection.request("GET", path)
                if connection.getresponse().status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise RuntimeError(f"no answer on port {self.port}; see {self.log}")

    @property
    def memory(self) -> ProcessMemory:
        return ProcessMemory(Path(f"/proc/{self.process.pid}"))

    def cpu_seconds(self) -> float:
        """What the process has used so far, user and system."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text()
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def serve(python: Path, home: Path, port: int) -> Server:
    """Start the instance in that folder with that environment's Zope."""
    log = home / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [python, "-c", serving(home / "wsgi.ini")],
            stdout=output,
            stderr=output,
            env=environment(),
        )
    return Server(process, port, log)
