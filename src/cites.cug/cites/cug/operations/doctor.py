"""Finds what is wrong with a deployment, and says what to do about it."""

import os
import shutil
import smtplib
import socket
import ssl
import stat
import time
from cites.cug.core.encryption.keys import ENVIRONMENT, keyring
from cites.cug.core.jobs.job_status import list_jobs_of_machine
from cites.cug.core.settings.deployment import (
    backup_recipient,
    clamd,
    has_clock,
    hosts,
    is_production,
    largest_file,
    message_keys_file,
    public_url,
    trail_checkpoints,
    trail_network_bits,
    trail_retention,
)
from cites.cug.core.settings.outside import outside_service
from cites.cug.core.settings.streaming import check_stream, stream_file
from cites.cug.core.sql.session import engine
from cites.cug.exchange.illegal_trade.template import check_template
from cites.cug.operations.backup import keys_on_disk_of
from cites.cug.operations.faults import Fault
from cites.cug.operations.journal import find_left, wait_for_clock
from cites.cug.operations.readiness import (
    check_disk,
    check_jobs,
    check_keys,
    check_mails,
    check_schema,
    check_streams,
    check_upkeep,
    KEYS_APART,
    Trouble,
)
from cites.cug.operations.start import check_profile, NotReady, require_portals
from cites.cug.operations.stores import Stores
from cites.cug.operations.verification import open_content
from cites.cug.trail_desk.cosigning import check_witnesses
from cites.cug.web.publishing.free_space import disk_of
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import datetime, UTC
from pathlib import Path
from plone import api
from sqlalchemy import Connection
from typing import Any
from urllib.parse import urlsplit
from zope.component.hooks import setSite


#: Least days that a certificate must be valid.
LEAST_DAYS = 21
DAY = 24 * 60 * 60
#: Programs that parts of the portal need → package of Debian.
PROGRAMS = {"pdftotext": "poppler-utils", "pdftoppm": "poppler-utils"}
POSTGRESQL_PROGRAMS = {"pg_dump": "postgresql-client", "pg_restore": "postgresql-client"}
OTHERS = 0o077
PATIENCE = 5.0


def examine(stores: Stores) -> Iterator[Fault]:
    """All faults of the deployment; changes nothing."""
    for check in (
        _check_settings,
        _check_trail_settings,
        _check_template,
        _check_public_url,
        _check_programs,
        _check_modes,
        _check_disk,
        _check_jobs,
        _check_keys,
        _check_schema,
        _check_mails,
        _check_upkeep,
        _check_streams,
        _check_certificates,
        _check_time,
        _check_scanner,
        _check_portals,
    ):
        yield from check(stores)


def _check_settings(_stores: Stores) -> Iterator[Fault]:
    if not is_production():
        yield Fault(
            "production", "is off: build profiles/production.cfg or another of them"
        )
    elif backup_recipient() is None:
        yield Fault("backup-recipient", "is empty: name who can open the backups")
    if not hosts():
        yield Fault("hosts", "is empty: nothing is served; name the portal's host")
    if not has_clock():
        yield Fault("clock", "is off: no notice is sent; set it to on")
    try:
        largest_file()
    except ValueError as error:
        yield Fault("largest-file", f"cannot be used, 50 counts: {error}")


def _check_trail_settings(_stores: Stores) -> Iterator[Fault]:
    try:
        trail_retention()
    except ValueError as error:
        yield Fault("trail-retention", f"cannot be used, nothing is removed: {error}")
    try:
        trail_network_bits()
    except ValueError as error:
        yield Fault("trail-networks", f"cannot be used, 24 48 counts: {error}")
    for name, file in (
        ("trail-checkpoints", trail_checkpoints()),
        ("trail-stream-file", stream_file()),
    ):
        if file and not os.access(file.parent, os.W_OK):
            yield Fault(name, "lies in no folder that can be written to")
    for name, check in (
        ("trail-stream", check_stream),
        ("trail-witnesses", check_witnesses),
    ):
        try:
            check()
        except SystemExit as error:
            yield Fault(name, f"{error}")


def _check_template(_stores: Stores) -> Iterator[Fault]:
    try:
        check_template()
    except (OSError, ValueError) as error:
        yield Fault("illegal-trade-template", f"cannot be used: {error}")


def _check_public_url(_stores: Stores) -> Iterator[Fault]:
    host = urlsplit(public_url()).hostname
    if hosts() and host not in hosts():
        yield Fault("public-url", f"leads to {host}, which is none of the hosts")


def _check_programs(stores: Stores) -> Iterator[Fault]:
    needed = PROGRAMS | (POSTGRESQL_PROGRAMS if stores.is_postgresql else {})
    for program, package in needed.items():
        if shutil.which(program) is None:
            yield Fault(program, f"is not installed: apt-get install {package}")


def _check_modes(stores: Stores) -> Iterator[Fault]:
    """Only the portal's account may read its data."""
    if not stores.var.is_dir():
        yield Fault(str(stores.var), "is missing: bin/create-site or bin/cug restore")
        return
    for folder, folders, names in os.walk(stores.var):
        for name in (*folders, *names):
            path = Path(folder, name)
            found = path.lstat()
            if stat.S_ISLNK(found.st_mode) or stat.S_ISSOCK(found.st_mode):
                continue
            if found.st_mode & OTHERS:
                yield Fault(str(path), f"is open to others: chmod go= {path}")
            if found.st_uid != os.geteuid():
                yield Fault(str(path), "belongs to another account: chown it")


def _told(troubles: Iterable[Trouble], place: str = "") -> Iterator[Fault]:
    """Faults of what a running process looks at as well."""
    for trouble in troubles:
        yield Fault(place or trouble.place, trouble.in_words())


def _check_disk(stores: Stores) -> Iterator[Fault]:
    if stores.var.is_dir():
        yield from _told(check_disk(disk_of(stores.var)), str(stores.var))


def _check_mails(stores: Stores) -> Iterator[Fault]:
    yield from _told(check_mails(_reading(stores), datetime.now(UTC)))


def _check_upkeep(stores: Stores) -> Iterator[Fault]:
    yield from _told(check_upkeep(_reading(stores), datetime.now(UTC)))


def _check_streams(stores: Stores) -> Iterator[Fault]:
    yield from _told(check_streams(_reading(stores), datetime.now(UTC)))


def _check_jobs(_stores: Stores) -> Iterator[Fault]:
    yield from _told(check_jobs(list_jobs_of_machine(), time.time()))


def _reading(stores: Stores) -> Callable[[], AbstractContextManager[Connection]]:
    return engine(stores.records.render_as_string(hide_password=False)).connect


def _check_keys(stores: Stores) -> Iterator[Fault]:
    faults = list(_told(check_keys()))
    yield from faults
    if faults:
        return
    if not keyring().trail_keys:
        yield Fault(
            "keys", "have none of the audit trail, nothing is sealed: bin/cug trail-key"
        )
    file = message_keys_file()
    if ENVIRONMENT in os.environ:
        return
    if file.stat().st_mode & OTHERS:
        yield Fault(str(file), f"is open to others: chmod 600 {file}")
    if is_production() and stores.var.is_dir() and keys_on_disk_of(stores.var):
        yield Fault(str(file), f"is on the disk of the data. {KEYS_APART}")


def _check_schema(stores: Stores) -> Iterator[Fault]:
    if not stores.is_postgresql and not stores.records_file.exists():
        yield Fault(str(stores.records_file), "is missing: restore a backup")
        return
    yield from _told(check_schema(_reading(stores)))


def _check_certificates(_stores: Stores) -> Iterator[Fault]:
    service = outside_service()
    if service is not None and service.certificate is not None:
        file = service.certificate
        if file.stat().st_mode & OTHERS:
            yield Fault(str(file), f"is open to others: chmod 600 {file}")
    address = urlsplit(public_url())
    if address.scheme != "https" or not is_production():
        return
    place = (address.hostname or "", address.port or 443)
    try:
        with (
            socket.create_connection(place, PATIENCE) as line,
            ssl.create_default_context().wrap_socket(
                line, server_hostname=place[0]
            ) as secure,
        ):
            ends = ssl.cert_time_to_seconds(str(secure.getpeercert()["notAfter"]))
    except ssl.SSLError as error:
        yield Fault(public_url(), f"its certificate is refused: {error.reason}")
    except OSError as error:
        yield Fault(public_url(), f"cannot be reached from here: {error}")
    else:
        left = (ends - time.time()) / DAY
        if left < LEAST_DAYS:
            yield Fault(
                public_url(), f"its certificate ends in {left:.0f} days: renew it"
            )


def _check_time(stores: Stores) -> Iterator[Fault]:
    """The clocks of this machine and of the database's may differ by a minute."""
    if not stores.is_postgresql:
        return
    try:
        with _reading(stores)() as connection:
            now = "SELECT extract(epoch FROM clock_timestamp())"
            there = float(connection.exec_driver_sql(now).scalar_one())
    except Exception:
        return  # another check tells it
    if abs(there - time.time()) > 60:
        yield Fault(
            "clock", "differs from the database's by a minute or more: set up NTP"
        )


def _check_scanner(_stores: Stores) -> Iterator[Fault]:
    place = clamd()
    if not place:
        return
    try:
        if place.startswith("/"):
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(PATIENCE)
                line.connect(place)
        else:
            host, _colon, port = place.rpartition(":")
            socket.create_connection((host, int(port)), PATIENCE).close()
    except (OSError, ValueError) as error:
        yield Fault("clamd", f"does not answer at {place}, no file is taken: {error}")


def _check_portals(_stores: Stores) -> Iterator[Fault]:
    """The journal, versions of the portals, and whether they can send mail."""
    try:
        app = open_content(read_only=True)
        with closing(app._p_jar):
            portals = require_portals(app)
            wait_for_clock(app._p_jar.root())
            yield from find_left(app._p_jar.root())
            for portal in portals:
                setSite(portal)
                yield from _check_version(portal)
                yield from _check_mail(portal)
    except NotReady as trouble:
        yield Fault("content", str(trouble))
    finally:
        setSite(None)


def _check_version(portal: Any) -> Iterator[Fault]:
    try:
        check_profile(portal)
    except NotReady as trouble:
        yield Fault(f"/{portal.getId()}", str(trouble))


def _check_mail(portal: Any) -> Iterator[Fault]:
    """Whether the portal has a sender and a mail server, and the server answers."""
    place, host = f"/{portal.getId()}: mail", portal.MailHost
    if not api.portal.get_registry_record("plone.email_from_address"):
        yield Fault(place, "has no sender, nothing is sent: Site setup, Mail")
    if not host.smtp_host:
        yield Fault(place, "has no server, nothing is sent: Site setup, Mail")
    else:
        yield from _ask_mail_server(host.smtp_host, host.smtp_port)


def _ask_mail_server(host: str, port: int) -> Iterator[Fault]:
    try:
        with smtplib.SMTP(host, port, timeout=PATIENCE):
            pass
    except OSError as error:
        yield Fault("mail", f"{host}:{port} does not answer: {error}")
