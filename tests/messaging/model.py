"""What mailboxes should hold, in plain dictionaries: the state machine's other half."""

from cites.cug.messaging.models import Folder
from dataclasses import dataclass, field


@dataclass
class Letter:
    """A message or draft as everybody should know it."""

    group: str
    sender: str
    #: A word that stands in this message alone.
    word: str
    thread: str
    named: tuple[str, ...] = ()
    everyone: bool = False
    files: int = 0
    sent: bool = False
    recipients: frozenset[str] = frozenset()


@dataclass
class Copy:
    """A message as it lies in one mailbox."""

    kind: str
    folder: str
    unread: bool = False
    starred: bool = False
    opened: bool = False


@dataclass
class Mailboxes:
    """Letters by id, and by group and member what lies in the mailbox."""

    letters: dict[str, Letter] = field(default_factory=dict)
    boxes: dict[tuple[str, str], dict[str, Copy]] = field(default_factory=dict)

    def of(self, group: str, user: str) -> dict[str, Copy]:
        return self.boxes.setdefault((group, user), {})

    def save_draft(self, message_id: str, letter: Letter) -> None:
        self.letters[message_id] = letter
        self.of(letter.group, letter.sender)[message_id] = Copy("draft", Folder.DRAFTS)

    def add_sent(self, message_id: str, letter: Letter, recipients: set[str]) -> None:
        self.letters[message_id] = letter
        letter.sent, letter.recipients = True, frozenset(recipients)
        own = self.of(letter.group, letter.sender)
        own.setdefault(message_id, Copy("sent", Folder.SENT))
        own[message_id].kind, own[message_id].folder = "sent", Folder.SENT
        for user in recipients:
            copy = Copy("received", Folder.INBOX, unread=True)
            self.of(letter.group, user)[message_id] = copy

    def recall(self, message_id: str) -> int:
        """From how many it was taken back."""
        letter = self.letters[message_id]
        taken = 0
        for user in letter.recipients:
            copy = self.of(letter.group, user).get(message_id)
            if copy is not None and not copy.opened and copy.kind == "received":
                del self.of(letter.group, user)[message_id]
                taken += 1
        return taken

    def filed(self, group: str, user: str, folder: str | None) -> set[str]:
        """Ids of what a list shows; without a folder, all but the trash."""
        return {
            message_id
            for message_id, copy in self.of(group, user).items()
            if (copy.folder == folder if folder else copy.folder != Folder.TRASH)
        }

    def counts(self, group: str, user: str) -> dict[str, tuple[int, int]]:
        """Folder → (messages, unread ones) for folders that hold any."""
        counted: dict[str, tuple[int, int]] = {}
        for copy in self.of(group, user).values():
            total, unread = counted.get(copy.folder, (0, 0))
            counted[copy.folder] = (total + 1, unread + copy.unread)
        return counted

    def shown(self) -> set[str]:
        """Ids of the messages that any mailbox still shows."""
        return {message_id for box in self.boxes.values() for message_id in box}
