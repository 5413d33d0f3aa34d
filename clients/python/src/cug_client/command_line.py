"""The command line ``cug``: log in, send, read, look up, follow, export.

Exit status: 0 done, 1 refused by the portal or not found, 2 not understood.
"""

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from cug_client.errors import CugError
from cug_client.keeping import (
    default_file,
    find_login,
    forget_login,
    keep_login,
    Login,
    NotLoggedIn,
    write_private,
)
from cug_client.portal import Group, Portal
from cug_client.texts import plain_text
from pathlib import Path
from typing import Any


DONE, REFUSED = 0, 1
GONE = "Gone"
FORBIDDEN = 403
#: What of a message and an item stands in one line.
MESSAGE = ("id", "sent", "handling", "subject")
ITEM = ("@type", "state", "handling", "title", "@id")
PERMIT = ("country", "number", "type", "status", "valid_from", "valid_until")


class Run:
    """One call of the command line."""

    def __init__(self, options: argparse.Namespace):
        self.options = options
        self._login: Login | None = None

    @property
    def login(self) -> Login:
        self._login = self._login or find_login(self.options.login_file)
        return self._login

    @property
    def portal(self) -> Portal:
        return Portal(self.login.url, self.login.token, language=self.options.language)

    @property
    def group(self) -> Group:
        name = self.options.group or self.login.group
        if not name:
            raise NotLoggedIn("Which group? Say --group, or set CUG_GROUP.")
        return self.portal.group(name)

    def show(self, values: dict[str, Any], columns: Iterable[str]) -> None:
        """One thing on one line: as JSON, or its columns with tabs between them."""
        if self.options.json:
            print(json.dumps(values, ensure_ascii=False), flush=True)
        else:
            cells = ("" if values.get(one) is None else values[one] for one in columns)
            print(*map(one_line, cells), sep="\t", flush=True)


def one_line(value: Any) -> str:
    """Without what would move a terminal's cursor, or begin another line."""
    return "".join(c if c.isprintable() else " " for c in str(value))


def log_in(run: Run) -> int:
    """Keep a token that was made on the page “Tokens for programs”."""
    url = run.options.url or input("Address of the portal: ").strip()
    token = getpass.getpass("Token: ").strip()
    login = Login(url, token, run.options.group or "")
    check_token(Portal(url, token))
    keep_login(login, run.options.login_file)
    print(f"Kept in {run.options.login_file}, for you alone.")
    return DONE


def check_token(portal: Portal) -> None:
    """Raise CugError if the portal does not know the token."""
    try:
        portal.connection.get("@home")
    except CugError as error:
        # It is known, and not for this.
        if error.status != FORBIDDEN:
            raise


def log_out(run: Run) -> int:
    forget_login(run.options.login_file)
    print("Forgotten here. The token goes on until you delete it in the portal.")
    return DONE


def list_messages(run: Run) -> int:
    asked = {"unread": True if run.options.unread else None, "q": run.options.q}
    for message in run.group.messages(folder=run.options.folder, **asked):
        run.show(message, MESSAGE)
    return DONE


def read_message(run: Run) -> int:
    message = run.group.message(run.options.id)
    if run.options.json:
        run.show(message, ())
        return DONE
    sender = message["sender"]
    print(f"From: {one_line(sender['fullname'])} ({sender['id']})")
    print(f"Date: {message['sent']}\nHandling: {message['handling']}")
    print(f"Subject: {one_line(message['subject'])}\n")
    print(*map(one_line, plain_text(message["body"]).splitlines()), sep="\n")
    for file in message["attachments"]:
        print(f"File: {one_line(file['filename'])} {file['download']}")
    return DONE


def send_message(run: Run) -> int:
    options = run.options
    body = options.body if options.body is not None else sys.stdin.read()
    sent = run.group.send_message(
        options.subject,
        body,
        handling=options.handling,
        to=options.to,
        categories=options.category,
        countries=options.country,
        files=options.file,
        key=options.key,
    )
    run.show(sent, MESSAGE)
    return DONE


def look_up(run: Run) -> int:
    permit = run.portal.permit(run.options.country, run.options.number)
    if permit is None:
        print("There is no such permit in the registry.", file=sys.stderr)
        return REFUSED
    run.show(permit, PERMIT)
    if not run.options.json:
        for warning in permit.get("warnings") or ():
            said = (
                warning.get("message", warning) if isinstance(warning, dict) else warning
            )
            print(f"Warning: {one_line(said)}")
    return DONE


def list_library(run: Run) -> int:
    for item in run.group.library(q=run.options.q):
        run.show(item, ITEM)
    return DONE


def follow(run: Run) -> int:
    follower = run.group.changes(run.options.cursor)
    if run.options.begin_anew:
        follower.begin_anew()
    for change in follower:
        run.show(change._asdict(), change._fields)
    return DONE


def download(run: Run) -> int:
    run.portal.download(run.options.address, run.options.target)
    return DONE


def upload(run: Run) -> int:
    fields = {"title": run.options.title, "handling": run.options.handling}
    kind = {"document_type": run.options.document_type}
    run.show(run.group.add_document(run.options.path, {**fields, **kind}), ITEM)
    return DONE


def export(run: Run) -> int:
    options = run.options
    if options.what == "report":
        if not options.country or not options.year:
            options.fail("the report needs --country and --year")
        try:
            run.group.trade_report(options.country, options.year, options.target)
        except ValueError as error:
            options.fail(str(error))
        return DONE
    if not options.alert:
        options.fail(f"{options.what} needs --alert, the address of an alert")
    take = {"stix": run.group.stix_bundle, "misp": run.group.misp_event}[options.what]
    written = json.dumps(take(options.alert), ensure_ascii=False, indent=1)
    write_private(options.target, f"{written}\n")
    return DONE


def parser() -> argparse.ArgumentParser:
    """What the command line takes."""
    made = argparse.ArgumentParser(
        prog="cug", description="A closed user group’s portal."
    )
    made.add_argument("--group", help="the last part of the group’s address")
    made.add_argument("--language", default="en", help="of what is printed")
    made.add_argument("--json", action="store_true", help="one JSON object a line")
    made.add_argument("--login-file", type=Path, default=default_file())
    made.set_defaults(fail=made.error)
    commands = made.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, act: Callable[[Run], int], help: str
    ) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=help, description=help)
        one.set_defaults(act=act)
        return one

    one = command("login", log_in, "keep a token, for you alone")
    one.add_argument("--url", help="such as https://cug.example.org/portal")
    command("logout", log_out, "forget the token")
    one = command("messages", list_messages, "list messages")
    one.add_argument("--folder", default="inbox")
    one.add_argument("--unread", action="store_true")
    one.add_argument("-q", help="words in the message")
    one = command("read", read_message, "show one message")
    one.add_argument("id")
    one = command("send", send_message, "send a message; its text comes from the input")
    one.add_argument("--subject", required=True)
    codes = ("green", "amber", "amber_strict", "red")
    one.add_argument("--handling", required=True, choices=codes)
    one.add_argument("--to", action="append", default=[], help="a member; again for more")
    one.add_argument("--category", action="append", default=[])
    one.add_argument("--country", action="append", default=[])
    one.add_argument("--file", action="append", default=[], type=Path)
    one.add_argument("--body", help="the text, instead of the input")
    one.add_argument("--key", help="of an earlier try, so that it is sent once")
    one = command("permit", look_up, "look up a permit")
    one.add_argument("country")
    one.add_argument("number")
    one = command("library", list_library, "list the library")
    one.add_argument("-q", help="words in the item or its files")
    one = command("follow", follow, "tell what has changed since the last run")
    one.add_argument("--cursor", type=Path, required=True, help="keeps how far it came")
    one.add_argument("--begin-anew", action="store_true")
    one = command("download", download, "write a file of the portal")
    one.add_argument("address")
    one.add_argument("target", type=Path)
    one = command("upload", upload, "add a draft of a document")
    one.add_argument("path", type=Path)
    one.add_argument("--title", required=True)
    one.add_argument("--handling", required=True, choices=codes)
    one.add_argument("--document-type", default="report")
    one = command("export", export, "write an alert as STIX or MISP, or the report")
    one.add_argument("what", choices=("stix", "misp", "report"))
    one.add_argument("target", type=Path)
    one.add_argument("--alert", help="its address")
    one.add_argument("--country")
    one.add_argument("--year", type=int)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status."""
    run = Run(parser().parse_args(arguments))
    try:
        return run.options.act(run)  # type: ignore[no-any-return]
    except CugError as error:
        print(one_by_one(str(error)), file=sys.stderr)
        if error.type == GONE:
            print("Discard what you hold, and say --begin-anew.", file=sys.stderr)
    except (NotLoggedIn, OSError, ValueError) as error:
        print(one_by_one(str(error)), file=sys.stderr)
    return REFUSED


def one_by_one(text: str) -> str:
    return "\n".join(map(one_line, text.splitlines()))
