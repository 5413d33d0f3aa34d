"""What must be right for the portal to serve and to work by itself.

``@@ready``, the page of site managers and ``bin/cug doctor`` share these checks.
"""

import time
from cites.cug import _
from cites.cug.core.encryption.keys import keyring, KeyTrouble
from cites.cug.core.jobs.job_status import HANGS, JobStatus
from cites.cug.core.plone_internals.plural_messages import say
from cites.cug.core.settings.deployment import is_production, least_free
from cites.cug.core.sql.replay import count_failed, find_older_store, Older
from cites.cug.core.sql.schema import find_schema, SchemaState
from cites.cug.core.sql.session import read_connection
from cites.cug.mailing.outbox import queue_figures
from cites.cug.operations.upkeep import find_last_runs
from cites.cug.trail_desk.streaming.figures import stream_figures
from cites.cug.trail_desk.streaming.records import StreamProblem
from cites.cug.web.publishing.free_space import data_disk, Disk
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from datetime import datetime, timedelta, UTC
from sqlalchemy import Connection, text
from typing import Any, NamedTuple
from ZODB.interfaces import IMVCCStorage
from ZODB.utils import load_current, z64
from zope.i18nmessageid import Message


#: Free space of a disk below which it is worth a warning: bytes, and a share of the disk.
LEAST_BYTES, LEAST_SHARE = 2 * 2**30, 0.05
#: How long a mail may wait for a server that does not answer.
OLD_MAIL = timedelta(hours=1)
#: Seconds for which a transaction may be open in PostgreSQL: backups take long ones.
LONG_OPEN = 3600
_OLDEST_TRANSACTION = text(
    "SELECT extract(epoch FROM clock_timestamp() - min(xact_start))"
    " FROM pg_stat_activity WHERE datname = current_database()"
    " AND backend_type = 'client backend'"
)
#: For how long the receiver of the audit trail may be away.
LONG_AWAY = timedelta(minutes=10)
#: Why a stream of the audit trail stands still, and what to do.
STREAM_STUCK: Mapping[str, Message] = {
    StreamProblem.AHEAD: _("operations_readiness_last_event_arrived_trail_text"),
    StreamProblem.GAP: _("operations_readiness_event_trail_missing_run_text"),
    StreamProblem.FOREIGN: _("operations_readiness_end_file_written_portal_text"),
}

KEYS_APART = _("operations_readiness_keep_message_keys_disk_text")
#: What an event of a backup says, and the words where it is not so.
BACKUP_FACTS = (
    (
        "encrypted",
        _("operations_readiness_last_backup_encrypted"),
        _("operations_readiness_set_backup_recipient_docs"),
    ),
    ("keys_apart", _("operations_readiness_message_keys_backups_disk_text"), KEYS_APART),
)

#: Which store is older than the other.
OLDER: Mapping[Older, Message] = {
    Older.CONTENT: _("operations_readiness_content_older_than_records_text"),
    Older.RECORDS: _("operations_readiness_records_older_than_content_text"),
}
RESTORE_BOTH = _("operations_readiness_restore_both_backup_docs_text")

Reading = Callable[[], AbstractContextManager[Connection]]


class Trouble(NamedTuple):
    """Something that is wrong, and what to do about it."""

    place: str
    what: Message
    remedy: Message
    #: Whether the portal is not ready because of it, rather than soon.
    stops: bool = True

    def in_words(self, language: str = "en") -> str:
        what, remedy = (say(words, language) for words in (self.what, self.remedy))
        return f"{what} {remedy}"


def examine_process(portal: Any, jobs: Iterable[JobStatus]) -> Iterator[Trouble]:
    """All that is wrong with the running process and its stores."""
    yield from check_content(portal)
    yield from check_keys()
    yield from check_schema(read_connection)
    yield from check_journal(read_connection)
    yield from check_stores(portal)
    yield from check_disk(data_disk())
    yield from check_transactions(read_connection)
    yield from check_mails(read_connection, datetime.now(UTC))
    yield from check_upkeep(read_connection, datetime.now(UTC))
    yield from check_streams(read_connection, datetime.now(UTC))
    yield from check_jobs(jobs, time.time())


def tell_process(jobs: Iterable[JobStatus]) -> dict[str, Any]:
    """What monitors are told of the process beside its troubles: all is well, or not."""
    disk, now = data_disk(), datetime.now(UTC)
    told: dict[str, Any] = {
        "disk": {"free": disk.free, "size": disk.total, "least_free": least_free()},
        "jobs": {
            job.name: {
                "done": job.succeeded
                and _iso(datetime.fromtimestamp(job.succeeded, UTC)),
                "failures": job.failures,
                "error": job.error,
            }
            for job in jobs
        },
    }
    with suppress(Exception):  # the troubles tell it
        told["keys"] = len(keyring().ids)
    with suppress(Exception), read_connection() as connection:
        told["schema"] = find_schema(connection).revision
        mails = queue_figures(connection, now)
        told["mail"] = {
            "waiting": mails.waiting,
            "oldest": mails.oldest and _iso(mails.oldest),
            "given_up": mails.given_up,
        }
        told["upkeep"] = {
            run.kind.action: {"done": _iso(run.at), "faults": run.faults}
            for run in find_last_runs(connection)
            if run.is_done
        }
    return told


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def check_content(portal: Any) -> Iterator[Trouble]:
    """Whether the database of content answers: not from what is cached."""
    try:
        _ask_content(portal._p_jar.db().storage)
    except Exception as error:
        yield Trouble(
            "content",
            _("operations_readiness_database_content_read_text", mapping=_named(error)),
            _("operations_readiness_start_database_restore_backup_text"),
        )


def _ask_content(storage: Any) -> None:
    """Ask the database, on a connection of its own where each has one (PostgreSQL).

    Whoever asks through the one that the process keeps leaves a transaction open there,
    and PostgreSQL keeps every former state of every object as long as it is.
    """
    if IMVCCStorage.providedBy(storage):
        asking = storage.new_instance()
        try:
            asking.poll_invalidations()
        finally:
            asking.release()
    else:
        load_current(storage, z64)


def check_keys() -> Iterator[Trouble]:
    try:
        keyring()
    except KeyTrouble as trouble:
        yield Trouble(
            "keys",
            _("operations_readiness_message_keys_used", mapping={"error": str(trouble)}),
            _("operations_readiness_restore_key_file_readable_text"),
        )


def check_schema(reading: Reading) -> Iterator[Trouble]:
    """Whether the records answer, and are of this version."""
    try:
        with reading() as connection:
            schema = find_schema(connection)
    except Exception as error:
        yield Trouble(
            "records",
            _("operations_readiness_records_reached", mapping=_named(error)),
            _("operations_readiness_start_database_records_mend_text"),
        )
        return
    if schema.state is SchemaState.OLDER:
        yield Trouble(
            "records",
            _(
                "operations_readiness_records_earlier_version_schema_text",
                mapping={"revision": schema.revision},
            ),
            _("operations_readiness_stop_portal_run_bin_text"),
        )
    elif schema.state is not SchemaState.CURRENT:
        yield Trouble(
            "records",
            _("operations_readiness_records_missing_newer_version_text"),
            _("operations_readiness_restore_backup_start_newer_text"),
        )


def check_journal(reading: Reading) -> Iterator[Trouble]:
    """Whether the records have all that the content says of them."""
    try:
        with reading() as connection:
            failed = count_failed(connection)
    except Exception:
        return  # another check tells it
    if failed:
        yield Trouble(
            "journal",
            _(
                "operations_readiness_changes_content_records_text",
                mapping={"number": failed},
            ),
            _("operations_readiness_run_bin_cug_journal_text"),
            stops=False,
        )


def check_stores(portal: Any) -> Iterator[Trouble]:
    """Whether content and records are of the same time."""
    try:
        older = find_older_store(portal._p_jar.root())
    except Exception:
        return  # another check tells it
    if older is not None:
        store, _number = older
        yield Trouble("stores", OLDER[store], RESTORE_BOTH)


def check_disk(disk: Disk) -> Iterator[Trouble]:
    """Whether there is room: first a warning, then what is refused by 507."""
    free = disk.free
    if free < least_free():
        yield Trouble(
            "disk",
            _("operations_readiness_disk_full_mb_free_text", mapping=_free(free)),
            _("operations_readiness_add_space_delete_what_text"),
        )
    elif free < max(LEAST_BYTES, LEAST_SHARE * disk.total):
        yield Trouble(
            "disk",
            _("operations_readiness_disk_nearly_full_mb_text", mapping=_free(free)),
            _("operations_readiness_pack_database_add_space"),
            stops=False,
        )


def check_transactions(reading: Reading) -> Iterator[Trouble]:
    """Whether a transaction has been left open in PostgreSQL.

    It keeps every former state of whatever is changed as long as one is open.
    """
    try:
        with reading() as connection:
            if connection.dialect.name != "postgresql":
                return
            seconds = connection.scalar(_OLDEST_TRANSACTION)
    except Exception:
        return  # another check tells it
    if seconds is not None and seconds > LONG_OPEN:
        yield Trouble(
            "transaction",
            _(
                "operations_readiness_transaction_open_database_minutes_text",
                mapping={"minutes": int(seconds // 60)},
            ),
            _("operations_readiness_find_process_pg_stat_text"),
            stops=False,
        )


def check_mails(reading: Reading, now: datetime) -> Iterator[Trouble]:
    try:
        with reading() as connection:
            oldest = queue_figures(connection, now).oldest
    except Exception:
        return  # another check tells it
    if oldest is not None and now - oldest > OLD_MAIL:
        minutes = int((now - oldest).total_seconds() // 60)
        yield Trouble(
            "mail",
            _(
                "operations_readiness_mail_waiting_minutes_text",
                mapping={"minutes": minutes},
            ),
            _("operations_readiness_check_whether_mail_server_text"),
        )


def check_upkeep(reading: Reading, now: datetime) -> Iterator[Trouble]:
    """Whether backups are made, and all is verified, of a portal in production."""
    if not is_production():
        return
    try:
        with reading() as connection:
            runs = list(find_last_runs(connection))
    except Exception:
        return  # another check tells it
    for kind, at, faults, _is_done, detail in runs:
        remedy = _(
            "operations_readiness_run_check_whether_timer_text",
            mapping={"command": kind.command},
        )
        if faults:
            yield Trouble(kind.action, kind.faulty, remedy, stops=False)
        elif now - at > kind.longest:
            late = Message(kind.late, mapping={"days": (now - at).days})
            yield Trouble(kind.action, late, remedy, stops=False)
        for fact, what, remedy in BACKUP_FACTS:
            if detail.get(fact) is False:
                yield Trouble(kind.action, what, remedy, stops=False)


def check_streams(reading: Reading, now: datetime) -> Iterator[Trouble]:
    """Whether the audit trail arrives where it is streamed to."""
    try:
        with reading() as connection:
            found = list(stream_figures(connection))
    except Exception:
        return  # another check tells it
    for stream in found:
        if stream.error is None or stream.failing is None:
            continue
        stuck = STREAM_STUCK.get(stream.error)
        if stuck is None and now - stream.failing <= LONG_AWAY:
            continue
        named = {"events": stream.lag, "error": stream.error}
        yield Trouble(
            f"trail-stream {stream.name}",
            _("operations_readiness_audit_trail_exported_events_text", mapping=named),
            stuck or _("operations_readiness_check_receiving_program_file_text"),
            stops=False,
        )


def check_jobs(jobs: Iterable[JobStatus], now: float) -> Iterator[Trouble]:
    """Whether what the portal does by itself is done."""
    for job in jobs:
        named = {"job": job.name.removeprefix("cites.cug."), "error": job.error or "–"}
        if job.error == HANGS:
            yield Trouble(
                f"job {job.name}",
                _("operations_readiness_the_job_hangs", mapping=named),
                _("operations_readiness_restart_process_look_into_text"),
            )
        elif job.is_late(now):
            yield Trouble(
                f"job {job.name}",
                _("operations_readiness_job_done_long_last_text", mapping=named),
                _("operations_readiness_look_log_shows_nothing_text"),
            )


def _free(free: int) -> dict[str, int]:
    return {"free": free // 2**20}


def _named(error: Exception) -> dict[str, str]:
    """The class alone: the words may hold a password or somebody's text."""
    return {"error": type(error).__name__}
