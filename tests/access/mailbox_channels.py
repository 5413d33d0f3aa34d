"""Every way in which a caller might learn of a message of others, or change one."""

from functools import partial
from tests.access import channels
from tests.access.channels import Channel, NONE, pages, services


MESSAGES = frozenset({"message"})
ENCLOSURES = frozenset({"enclosure"})
BOTH = MESSAGES | ENCLOSURES
GROUPS = ("cheetahs", "ivory")
FOLDERS = ("inbox", "sent", "drafts", "archive", "trash")


writes = partial(channels.writes, MESSAGES)

ABOUT_MESSAGES = [
    *services(MESSAGES, "{path}", shows=MESSAGES),
    *services(ENCLOSURES, "{path}", shows=ENCLOSURES),
    *services(BOTH, "{path}/nothing {path}/send {path}/recall {path}/attachments"),
    *services(MESSAGES, "{path}/attachments/0 {path}/attachments/1 {path}/receipts"),
    *pages(BOTH, "{path} {path}/view"),
    Channel("{path}", BOTH, json=True, method="HEAD"),
    *services(BOTH, "resolveuid/{uid} @search?UID={uid} @search?SearchableText={word}"),
    *(
        channel
        for group in GROUPS
        for channel in (
            *services(
                MESSAGES,
                f"""{group}/@messages/{{uid}} {group}/@messages/{{uid}}/attachments/0
                {group}/@messages?thread={{uid}} {group}/@messages?q={{word}}
                {group}/@messages?q={{word}}&folder=drafts {group}/@library?q={{word}}
                {group}/@search-all?q={{word}} {group}/@requests/{{uid}}""",
            ),
            *pages(
                MESSAGES,
                f"""{group}/messages/{{uid}} {group}/messages/{{uid}}/attachments/0
                {group}/messages/{{uid}}/attachments
                {group}/messages?q={{word}} {group}/search-all?q={{word}}
                {group}/first-results?q={{word}}
                {group}/messages/write?draft={{uid}}
                {group}/messages/write?reply={{uid}}
                {group}/messages/write?forward={{uid}}
                {group}/messages/write?reply_all={{uid}}
                {group}/messages/{{uid}}/report
                {group}/assistance/{{uid}} {group}/assistance/{{uid}}/close
                {group}/assistance/{{uid}}/remind""",
            ),
            writes(f"{group}/@requests/{{uid}}/answer", body="x"),
            writes(f"{group}/@requests/{{uid}}/close"),
            writes(f"{group}/@requests/{{uid}}/remind"),
            writes(f"{group}/@messages/{{uid}}/send"),
            writes(f"{group}/@messages/{{uid}}/recall"),
            writes(f"{group}/@messages/{{uid}}/report", reason="x"),
            writes(f"{group}/@messages/{{uid}}/attachments", attachments=[]),
            writes(f"{group}/@messages/{{uid}}/attachments/0", "DELETE"),
            writes(f"{group}/@messages/{{uid}}", "DELETE"),
            writes(f"{group}/@messages/{{uid}}", "PATCH", starred=True),
            writes(f"{group}/@messages/{{uid}}", "PATCH", read=False, folder="trash"),
            writes(f"{group}/@messages/{{uid}}", "PATCH", subject="Other"),
            writes(f"{group}/@messages", "PATCH", ids=["{uid}"], starred=True),
            writes(f"{group}/@messages", draft=True, reply_to="{uid}"),
            writes(f"{group}/@messages", draft=True, forward_files_of="{uid}"),
        )
    ),
]
#: About no message in particular.
MAILBOX_LISTS = [
    channel
    for group in GROUPS
    for channel in (
        *services(
            NONE,
            f"""{group}/@messages {group}/@messages?q=zq {group}/@messages?starred=1
            {group}/@messages?sort_on=subject&until=2099-01-01&b_size=100
            {group}/@messages?sender=customs-xa {group}/@messages?sender=wildlife-xc
            {group}/@messages?folder=inbox&conversations=1 {group}/@recipients
            {group}/@recipients?q=zq&b_size=100 {group}/@home {group}/@notices
            {group}/@requests {group}/@requests?asked=by-me {group}/@request-counts""",
        ),
        *(
            channel
            for folder in FOLDERS
            for channel in (
                *services(NONE, f"{group}/@messages?folder={folder}&b_size=100"),
                *pages(NONE, f"{group}/messages?folder={folder}"),
            )
        ),
        *pages(
            NONE,
            f"""{group}/messages {group}/messages?q=zq {group}/messages/write
            {group}/messages/recipients?q=zq {group}/messages/recipients?q=
            {group}/messages/reach?to=everyone {group}/messages/reach?to=customs-ivory
            {group}/messages/write?to=wildlife-xc {group}/messages?sender=customs-ivory
            {group}/messages?view=flat {group}/messages?folder=starred
            {group}/messages/export {group}/messages/export?progress=0
            {group}/message-retention {group}/overview {group}/roster
            {group}/assistance {group}/assistance?asked=by-me {group}/assistance/ask
            {group}/assistance-counts""",
        ),
    )
]
