"""`bin/cug`: the portal's one command for whoever runs it."""

import click
import json
import logging
import os
import signal
import sqlite3
import sys
import traceback
from cites.cug.core.encryption.keys import (
    ENVIRONMENT,
    has_trail_key,
    KeyTrouble,
    make_trail_key,
    new_trail_key,
)
from cites.cug.core.settings.deployment import backup_recipient
from cites.cug.operations import backup as backups
from cites.cug.operations import restore as restoring
from cites.cug.operations.archive import Archive
from cites.cug.operations.faults import Fault, OperationFailed
from cites.cug.operations.progress import Progress
from cites.cug.operations.stores import read_configuration, Stores
from cites.cug.operations.upkeep import (
    ACCEPT,
    BACKUP,
    EXPORT_TRAIL,
    note_done,
    REBUILD,
    RESTORE,
    SKIP,
    TRAIL_KEY,
    TRAIL_STREAM,
    UPGRADE,
    VERIFY,
    VERIFY_BACKUP,
)
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date, datetime, UTC
from functools import partial, wraps
from pathlib import Path
from sqlalchemy.exc import SQLAlchemyError
from typing import Any, NamedTuple
from zc.lockfile import LockError
from ZConfig import ConfigurationError


#: Exit status: a fault was found; the command could not do its work.
FAULTY, FAILED = 1, 2
IN_USE = "The portal is running: stop its processes, run this again, then start them."
#: What is said in one line, without where in the code.
REFUSALS = (
    ConfigurationError,
    KeyTrouble,
    OperationFailed,
    OSError,
    sqlite3.Error,
    SQLAlchemyError,
)
FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, exists=True, path_type=Path)


class Run(NamedTuple):
    """What all commands are told."""

    zope_conf: str
    progress: Progress
    as_json: bool

    def stores(self) -> Stores:
        return read_configuration(self.zope_conf)

    def answer(self, words: str, **facts: Any) -> None:
        click.echo(json.dumps(facts, default=str) if self.as_json else words)

    def end_with(
        self,
        faults: Iterable[Fault],
        note: Callable[[int], None] | None = None,
        **facts: Any,
    ) -> None:
        """Tell each fault, and ``note`` their number; the exit status says if any."""
        found = []
        for fault in faults:
            found.append(fault)
            if not self.as_json:
                click.echo(str(fault))
        if note is not None:
            note(len(found))
        self.answer(
            f"Faults: {len(found)}" if found else "No fault was found.",
            ok=not found,
            faults=[fault._asdict() for fault in found],
            **facts,
        )
        if found:
            sys.exit(FAULTY)


def command(work: Callable) -> Callable:
    """A command of the group, which refuses in one line."""

    @wraps(work)
    def careful(run: Run, *arguments: Any, **options: Any) -> None:
        try:
            work(run, *arguments, **options)
        except LockError:
            refuse(run, IN_USE)
        except REFUSALS as refusal:
            refuse(run, str(refusal))
        except Exception as error:
            # Python would end with 1, which says that it has found faults.
            click.echo(traceback.format_exc(), err=True)
            refuse(run, f"It broke off: {error!r}")

    return cug.command(name=work.__name__.replace("_", "-"))(click.pass_obj(careful))


def refuse(run: Run, words: str) -> None:
    if run.as_json:
        click.echo(json.dumps({"ok": False, "error": words}))
    click.echo(words, err=True)
    sys.exit(FAILED)


@click.group()
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.option("--quiet", is_flag=True, help="Do not tell how far it is.")
@click.pass_context
def cug(context: click.Context, as_json: bool, quiet: bool) -> None:
    """Look after a portal: docs/operations.md.

    Exit status: 0 all is well, 1 a fault was found, 2 it could not be done.
    """
    logging.basicConfig(level=logging.ERROR, format="%(message)s", force=True)
    context.obj = Run(context.obj, Progress(quiet), as_json)


@command
@click.argument("folder", type=FOLDER)
@click.option("--keys", type=FOLDER, help="Save the message keys to this other folder.")
@click.option("--encrypt-for", help="A recipient of age; backup-recipient unless said.")
@click.option("--in-the-clear", is_flag=True, help="Do not encrypt it.")
@click.option("--full", is_flag=True, help="Write all anew, not only what has changed.")
def backup(
    run: Run,
    folder: Path,
    keys: Path | None,
    encrypt_for: str | None,
    in_the_clear: bool,
    full: bool,
) -> None:
    """Add a backup of content, files and records to FOLDER while the portal runs."""
    stores = run.stores()
    if keys is not None and _within(keys, folder):
        raise KeyTrouble("Whoever has both reads all messages: keep the keys elsewhere.")
    try:
        recipient = _recipient(encrypt_for, in_the_clear)
        done = backups.back_up(stores, Archive(folder), run.progress, recipient, full)
        saved = backups.save_keys(keys, recipient) if keys is not None else None
    except Exception:
        note_done(stores, BACKUP, faults=1)
        raise
    note_done(
        stores,
        BACKUP,
        faults=len(done.missing),
        encrypted=recipient is not None,
        keys_apart=not backups.keys_on_disk_of(folder),
    )
    facts: dict[str, Any] = {
        "backup": done.manifest.name,
        "added_bytes": done.added_bytes,
    }
    if done.missing:
        run.end_with(done.missing, **facts, keys=saved)
    words = f"Backup {done.manifest.name}: {done.added_bytes} bytes are new."
    if saved is None:
        words += " The message keys are not in it: keep a copy of them elsewhere."
    run.answer(words, ok=True, **facts, keys=saved)


def _recipient(named: str | None, in_the_clear: bool) -> str | None:
    """For whom a backup is encrypted. Raises OperationFailed."""
    if in_the_clear:
        return None
    recipient = named or backup_recipient()
    if recipient is None:
        raise OperationFailed(
            "A backup is encrypted: set backup-recipient (docs/deployment.md), or say"
            " --in-the-clear."
        )
    return recipient


def _within(one: Path, other: Path) -> bool:
    return one.resolve().is_relative_to(other.resolve())


@command
@click.argument("folder", type=FOLDER, required=False)
@click.option("--name", help="Which backup; the newest unless said.")
@click.option("--identity", type=FILE, help="The secret of age.")
@click.option("--files-only", is_flag=True, help="Of a backup: look at its files alone.")
def verify(
    run: Run,
    folder: Path | None,
    name: str | None,
    identity: Path | None,
    files_only: bool,
) -> None:
    """Read everything of the backups in FOLDER, or of the portal, and compare it."""
    from cites.cug.operations import verification

    stores = run.stores()
    if folder is None:
        faults = verification.verify_portal(stores, run.progress)
        run.end_with(faults, partial(note_done, stores, VERIFY))
        return
    archive = Archive(folder, identity)
    faults = verification.verify_backup(stores, archive, name, run.progress, files_only)
    run.end_with(faults, partial(note_done, stores, VERIFY_BACKUP))


@command
@click.argument("folder", type=click.Path(file_okay=False, exists=True, path_type=Path))
@click.option("--name", help="Which backup; the newest unless said.")
@click.option("--keys", type=FILE, help="The saved file of message keys.")
@click.option("--identity", type=FILE, help="The secret of age.")
def restore(
    run: Run, folder: Path, name: str | None, keys: Path | None, identity: Path | None
) -> None:
    """Put a backup in FOLDER back into an empty place, then verify the portal."""
    from cites.cug.operations import verification

    stores, archive = run.stores(), Archive(folder, identity)
    manifest = archive.find(name)
    restoring.restore(stores, archive, manifest, run.progress, keys)
    note_done(stores, RESTORE)
    if restoring.is_of_earlier_version(manifest):
        words = (
            f"The backup of version {manifest.said['version']} is restored. Run"
            " bin/cug upgrade --without-backup, then bin/cug verify."
        )
        run.answer(words, ok=True, backup=manifest.name, upgrade=True)
        return
    faults = verification.verify_portal(stores, run.progress)
    run.end_with(faults, backup=manifest.name, made=manifest.said["made"])


@command
@click.option("--backup", "folder", type=FOLDER, help="Make a backup there first.")
@click.option("--in-the-clear", is_flag=True, help="Do not encrypt that.")
@click.option("--without-backup", is_flag=True, help="There is one already.")
def upgrade(
    run: Run, folder: Path | None, in_the_clear: bool, without_backup: bool
) -> None:
    """Bring content and records to this version; all processes must be stopped."""
    from cites.cug.operations.upgrade import bring_to_newest

    if folder is None and not without_backup:
        raise click.UsageError("Say --backup FOLDER, or --without-backup.")
    stores = run.stores()
    made = None
    if folder is not None:
        recipient = _recipient(None, in_the_clear)
        done = backups.back_up(stores, Archive(folder), run.progress, recipient)
        made = done.manifest.name
        run.progress.say(f"Backup {made}")
    outcome = bring_to_newest(run.progress)
    note_done(stores, UPGRADE)
    run.answer(outcome, ok=True, outcome=outcome, backup=made)


@command
def rebuild(run: Run) -> None:
    """Make anew what follows from content and messages: lists, words of files, counts."""
    from cites.cug.operations.rebuilding import rebuild_all

    stores = run.stores()
    rebuild_all(run.progress)
    note_done(stores, REBUILD)
    run.answer("All was made anew.", ok=True)


@command
@click.option("--skip", metavar="KEY", help="Never apply this entry.")
@click.option("--accept", is_flag=True, help="Let a store be older than the other.")
def journal(run: Run, skip: str | None, accept: bool) -> None:
    """Show what content says of records and is not there yet, after trying again."""
    from cites.cug.operations.journal import try_again
    from cites.cug.operations.verification import open_content

    stores = run.stores()
    if skip is not None:
        note_done(stores, SKIP)
    if accept:
        note_done(stores, ACCEPT)
    app = open_content(read_only=True)
    with closing(app._p_jar):
        run.end_with(try_again(app._p_jar.root(), skip, accept))


@command
@click.option("--new", is_flag=True, help="Add another, which signs from now on.")
def trail_key(run: Run, new: bool) -> None:
    """Show the public keys of the audit trail; the first one is made where none is."""
    from cites.cug.core.trail.notes import verifier_keys

    stores = run.stores()
    if new or not has_trail_key():
        if ENVIRONMENT in os.environ:
            raise KeyTrouble(f"Add this word to {ENVIRONMENT}: {new_trail_key()}")
        make_trail_key()
        note_done(stores, TRAIL_KEY)
    keys = verifier_keys()
    run.answer("\n".join(keys), ok=True, keys=keys)


@command
def witness_key(run: Run) -> None:
    """Show the public key by which this portal signs others' checkpoints."""
    from cites.cug.core.trail.cosignatures import own_key

    run.stores()
    key = own_key()
    run.answer(key, ok=True, key=key)


@command
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_trail(run: Run, file: Path) -> None:
    """Write the whole audit trail to FILE, for docs/verify.py."""
    from cites.cug.core.sql.session import read_connection
    from cites.cug.core.trail.proof_files import whole_lines

    # Before it is read: who takes everything out leaves that in what is taken.
    note_done(run.stores(), EXPORT_TRAIL)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with (
        open(os.open(file, flags, 0o600), "wb") as opened,
        read_connection() as connection,
    ):
        opened.writelines(run.progress.each("lines", whole_lines(connection)))
    run.answer(f"The audit trail is in {file}.", ok=True, file=file)


@command
@click.option("--from", "position", type=click.IntRange(min=0), help="Go on from there.")
@click.option("--only", type=click.Choice(("file", "network")), help="Of both.")
def trail_stream(run: Run, position: int | None, only: str | None) -> None:
    """Show how far the audit trail is streamed, or go on from another position."""
    from cites.cug.core.sql.session import read_connection
    from cites.cug.trail_desk.streaming.claims import set_position
    from cites.cug.trail_desk.streaming.figures import stream_figures

    def found() -> list[Any]:
        with read_connection() as connection:
            all_of_them = list(stream_figures(connection))
        return [stream for stream in all_of_them if only in (None, stream.name)]

    stores, now = run.stores(), datetime.now(UTC)
    if position is not None:
        for stream in found():
            if position > stream.size:
                raise OperationFailed(f"The trail has {stream.size} leaves.")
            set_position(stream.name, position, now)
            note_done(stores, TRAIL_STREAM)
    streams = [{**one._asdict(), "waiting": one.lag} for one in found()]
    words = [
        f"{one['name']}: {one['position']} of {one['size']}"
        + (f", stands still: {one['error']}" if one["error"] else "")
        for one in streams
    ]
    run.answer("\n".join(words) or "The trail is not streamed.", ok=True, streams=streams)


@command
@click.argument("user_id")
def forget_member(run: Run, user_id: str) -> None:
    """Remove what the audit trail tells of a former member, and keep the hashes."""
    from cites.cug.operations.former_members import forget_member as forget

    run.stores()
    number = forget(user_id)
    run.answer(f"Contents of {number} events were removed.", ok=True, removed=number)


@command
@click.argument("file", type=FILE, required=False)
@click.option(
    "--dated",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Of which day the list is; today unless said.",
)
@click.option("--apply", "counts", is_flag=True, help="Let it count from now on.")
@click.option("--take-out", is_flag=True, help="Let nothing but what is shipped count.")
def taxa(
    run: Run, file: Path | None, dated: datetime | None, counts: bool, take_out: bool
) -> None:
    """Say what the list of CITES taxa in FILE would change, or let it count."""
    from cites.cug.operations import taxa as lists

    run.stores()
    if (file is None) != take_out:
        raise click.UsageError("Say FILE, or --take-out.")
    if file is None:
        before = lists.take_out()
        words = "There was no list." if before is None else "The list counts no more."
        run.answer(words, ok=True, counts=False)
        return
    day = dated.date() if dated is not None else date.today()
    outcome = lists.put_in(file, day, run.progress, counts=counts)
    words = lists.in_words(outcome.found)
    words += "\nIt counts now." if counts else "\nNothing was changed: say --apply."
    run.answer(
        words,
        ok=True,
        counts=counts,
        changes=outcome.found.counts,
        unchanged=outcome.found.unchanged,
    )


@command
def doctor(run: Run) -> None:
    """Look at settings, versions, modes, disk, certificates, clock, mail and keys."""
    from cites.cug.operations.doctor import examine

    run.end_with(examine(run.stores()))


def main(zope_conf: str) -> None:
    """Entry point of `bin/cug`."""
    # Whoever ends it has no copies of the data left, which lie in temporary folders.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(FAILED))
    cug(obj=zope_conf, prog_name="cug")
