"""Mailboxes against a plain model, over random actions of several members.

``MAILBOX_EXAMPLES=2000`` runs for longer; with ``HYPOTHESIS_PROFILE=explore`` each run
draws other actions.
"""

import hypothesis.strategies as st
import os
import transaction
import unittest
from cites.cug.core.sql.session import session
from cites.cug.core.validation.errors import InvalidValues, Missing
from cites.cug.demo.testing import ACCOUNTS, CUG_FUNCTIONAL, GROUPS
from cites.cug.membership.actions import admit_member, remove_member
from cites.cug.messaging.actions.filing import (
    delete_messages,
    empty_trash,
    file_messages,
    restore,
)
from cites.cug.messaging.actions.leaving import clear_old
from cites.cug.messaging.actions.opening import open_file, open_message
from cites.cug.messaging.actions.sending import (
    recall_message,
    save_draft,
    send_draft,
    send_message,
)
from cites.cug.messaging.addressing import active_members
from cites.cug.messaging.filters import MailboxFilter
from cites.cug.messaging.models import Folder, HOME, SHOWN
from cites.cug.messaging.queries import list_conversations, list_messages
from cites.cug.messaging.receipts import receipts
from cites.cug.messaging.schema import Addressees, Letter
from cites.cug.web.uploads.files import Upload
from contextlib import contextmanager
from datetime import datetime, timedelta, UTC
from hypothesis import settings
from hypothesis.stateful import (
    invariant,
    rule,
    RuleBasedStateMachine,
    run_state_machine_as_test,
)
from io import BytesIO
from sqlalchemy import text
from tests.messaging import model


#: Who acts; the first of each group leads it and stays.
ACTORS = ("secretariat", "police-xb", "igo-unodc", "customs-xa", "wildlife-xc")
COMES_AND_GOES = ("police-xb", "igo-unodc", "customs-xa", "wildlife-xc")
FILE = b"Exercise only.\n"
EXAMPLES = int(os.environ.get("MAILBOX_EXAMPLES", "30"))
STEPS = 40

users = st.sampled_from(ACTORS)
groups = st.sampled_from(tuple(GROUPS))
#: Which of the messages made so far; newer ones come first, so that small is recent.
which = st.integers(min_value=0, max_value=11)
folders = st.sampled_from(SHOWN)
#: Now and then one asks in the other group.
astray = st.sampled_from((False, False, False, False, True))


class MailboxMachine(RuleBasedStateMachine):
    def __init__(self, portal):
        super().__init__()
        transaction.abort()
        self.portal = portal
        self.model = model.Mailboxes()
        self.looked = self.written_so_far = 0

    def teardown(self):
        try:
            for group in GROUPS:
                for user in ACTORS:
                    self.check_mailbox(group, user)
        finally:
            transaction.abort()

    # What several rules need

    def members(self, group):
        return set(active_members(self.portal[group]))

    def pick(self, number, astray=False):
        """A message that was made at some time, and a group; None if none was made."""
        made = list(self.model.letters)
        if not made:
            return None, None
        message_id = made[-1 - number % len(made)]
        own = self.model.letters[message_id].group
        other = next(group for group in GROUPS if group != own)
        return (other if astray else own), message_id

    @contextmanager
    def step(self, error=None):
        """As one request does: what is refused leaves nothing behind."""
        point = session().begin_nested()
        try:
            yield
        except (Missing, InvalidValues) as raised:
            point.rollback()
            assert error is not None and isinstance(raised, error), raised
        else:
            point.commit()
            assert error is None, f"not refused with {error}"

    def written(self, group, user, named, everyone, files, answered):
        """The letter as it is handed in, and as the model keeps it."""
        self.written_so_far += 1
        word = f"w{self.written_so_far}w"
        box = self.model.of(group, user)
        answered = answered if answered in box else None
        if answered and not self.model.letters[answered].sent:
            answered = None
        thread = self.model.letters[answered].thread if answered else ""
        named = tuple(sorted(set(named) - {user}))
        kept = model.Letter(group, user, word, thread, named, everyone, files)
        letter = Letter(f"Exercise {word}", f"<p>{word}</p>", reply_to=answered)
        return letter, kept

    def reached(self, letter):
        """Whom it should reach; None where it cannot go."""
        others = self.members(letter.group) - {letter.sender}
        if not set(letter.named) <= others:
            return None
        return (others if letter.everyone else set(letter.named)) or None

    def have(self, group, user, message_id):
        return self.model.of(group, user).get(message_id)

    def expected(self, group, user, message_id):
        return None if self.have(group, user, message_id) else Missing

    # Writing

    @rule(
        group=groups,
        user=users,
        named=st.sets(users),
        everyone=st.booleans(),
        files=st.integers(0, 2),
        answered=which,
        at_once=st.booleans(),
    )
    def write(self, group, user, named, everyone, files, answered, at_once):
        if user not in self.members(group):
            return
        _group, chosen = self.pick(answered)
        letter, kept = self.written(group, user, named, everyone, files, chosen)
        reached = self.reached(kept)
        uploads = [Upload(f"{kept.word}.txt", BytesIO(FILE)) for _ in range(files)]
        addressees = Addressees(to=kept.named, everyone=everyone)
        action = send_message if at_once else save_draft
        refused = at_once and reached is None
        with self.step(InvalidValues if refused else None):
            message_id = action(
                self.portal[group], letter, addressees, acting_user=user, uploads=uploads
            )
            kept.thread = kept.thread or message_id
            if at_once:
                self.model.add_sent(message_id, kept, reached)
            else:
                self.model.save_draft(message_id, kept)

    @rule(user=users, number=which, named=st.sets(users), everyone=st.booleans())
    def change(self, user, number, named, everyone):
        _group, message_id = self.pick(number)
        if message_id is None:
            return
        old = self.model.letters[message_id]
        if user not in self.members(old.group):
            return
        letter, kept = self.written(old.group, user, named, everyone, old.files, None)
        addressees = Addressees(to=kept.named, everyone=everyone)
        copy = self.have(old.group, user, message_id)
        is_draft = copy is not None and copy.folder == Folder.DRAFTS
        with self.step(None if is_draft else Missing):
            who = {"acting_user": user, "draft_id": message_id}
            save_draft(self.portal[old.group], letter, addressees, **who)
            kept.thread = message_id
            self.model.letters[message_id] = kept

    @rule(user=users, number=which)
    def send(self, user, number):
        _group, message_id = self.pick(number)
        if message_id is None:
            return
        letter = self.model.letters[message_id]
        if user not in self.members(letter.group):
            return
        copy = self.have(letter.group, user, message_id)
        error = None
        if copy is None or copy.folder != Folder.DRAFTS:
            error = Missing
        elif (reached := self.reached(letter)) is None:
            error = InvalidValues
        with self.step(error):
            send_draft(self.portal[letter.group], message_id, acting_user=user)
            self.model.add_sent(message_id, letter, reached)

    # Reading

    @rule(user=users, number=which, astray=astray)
    def open(self, user, number, astray):
        group, message_id = self.pick(number, astray)
        if message_id is None:
            return
        with self.step(self.expected(group, user, message_id)):
            opened = open_message(self.portal[group], message_id, acting_user=user)
            letter, copy = (
                self.model.letters[message_id],
                self.have(group, user, message_id),
            )
            copy.unread, copy.opened = False, True
            assert letter.word in opened.body and letter.word in opened.line.subject
            assert len(opened.files) == letter.files

    @rule(user=users, number=which, astray=astray)
    def download(self, user, number, astray):
        group, message_id = self.pick(number, astray)
        if message_id is None:
            return
        error = self.expected(group, user, message_id)
        if not self.model.letters[message_id].files:
            error = Missing
        with self.step(error):
            place = self.portal[group]
            file, pieces = open_file(place, message_id, 0, acting_user=user)
            assert b"".join(pieces) == FILE
            assert file.filename == f"{self.model.letters[message_id].word}.txt"

    @rule(user=users, number=which, astray=astray)
    def ask_for_receipts(self, user, number, astray):
        group, message_id = self.pick(number, astray)
        if message_id is None:
            return
        copy = self.have(group, user, message_id)
        is_sender = copy is not None and copy.kind == "sent"
        with self.step(None if is_sender else Missing):
            found = receipts(self.portal[group], message_id, acting_user=user)
            letter = self.model.letters[message_id]
            assert {one.user_id for one in found} == letter.recipients
            for one in found:
                copy = self.have(group, one.user_id, message_id)
                assert not (copy and one.recalled)
                assert copy is None or (one.read is not None) == copy.opened

    # Filing

    @rule(user=users, number=which, astray=astray, read=st.booleans())
    def mark(self, user, number, astray, read):
        self.file(user, number, astray, file_messages, read=read)

    @rule(user=users, number=which, astray=astray, starred=st.booleans())
    def set_star(self, user, number, astray, starred):
        self.file(user, number, astray, file_messages, starred=starred)

    @rule(user=users, number=which, astray=astray, folder=folders)
    def move_to(self, user, number, astray, folder):
        self.file(user, number, astray, file_messages, folder=folder)

    @rule(user=users, number=which, astray=astray)
    def put_back(self, user, number, astray):
        self.file(user, number, astray, restore)

    @rule(user=users, number=which, astray=astray)
    def delete(self, user, number, astray):
        self.file(user, number, astray, delete_messages)

    def file(self, user, number, astray, action, **changes):
        group, message_id = self.pick(number, astray)
        if message_id is None:
            return
        copy = self.have(group, user, message_id)
        error = self.expected(group, user, message_id)
        if copy and "folder" in changes and not fits(copy.kind, changes["folder"]):
            error = InvalidValues
        with self.step(error):
            action(self.portal[group], [message_id], acting_user=user, **changes)
            if "read" in changes and copy.kind == "received":
                copy.unread = not changes["read"]
                copy.opened = copy.opened or changes["read"]
            elif "starred" in changes:
                copy.starred = changes["starred"]
            elif "folder" in changes:
                copy.folder = changes["folder"]
            elif action is restore:
                copy.folder = HOME[copy.kind]
            elif action is delete_messages and copy.folder == Folder.TRASH:
                del self.model.of(group, user)[message_id]
            elif action is delete_messages:
                copy.folder = Folder.TRASH

    @rule(group=groups, user=users)
    def throw_away(self, group, user):
        empty_trash(self.portal[group], acting_user=user)
        self.drop_trash(group, user)

    @rule(group=groups)
    def let_a_month_pass(self, group):
        clear_old(self.portal[group], datetime.now(UTC) + timedelta(days=31))
        for user in ACCOUNTS:
            self.drop_trash(group, user)

    def drop_trash(self, group, user):
        for message_id in self.model.filed(group, user, Folder.TRASH):
            del self.model.of(group, user)[message_id]

    @rule(user=users, number=which, astray=astray)
    def recall(self, user, number, astray):
        group, message_id = self.pick(number, astray)
        if message_id is None:
            return
        copy = self.have(group, user, message_id)
        is_sender = copy is not None and copy.kind == "sent"
        with self.step(None if is_sender else Missing):
            taken = recall_message(self.portal[group], message_id, acting_user=user)
            assert taken == self.model.recall(message_id)

    # Coming and going

    @rule(group=groups, user=st.sampled_from(COMES_AND_GOES))
    def come_or_go(self, group, user):
        place = self.portal[group]
        if user in self.members(group):
            remove_member(place, user, acting_user="secretariat")
            self.model.of(group, user).clear()
        else:
            category = ACCOUNTS[user].category
            admit_member(place, user, category, acting_user="secretariat")

    # What always holds

    @invariant()
    def rows_are_those_of_the_model(self):
        shown = self.model.shown()
        assert set(rows("SELECT id FROM message")) == shown
        letters = self.model.letters
        files = {one for one in shown if letters[one].files}
        for table in ("message_attachment", "message_attachment_chunk"):
            assert set(rows(f"SELECT message_id FROM {table}")) == files

    @invariant()
    def a_mailbox_holds_what_it_should(self):
        """Of one member after each step, in turn; of all at the end."""
        self.looked += 1
        group = tuple(GROUPS)[self.looked % len(GROUPS)]
        self.check_mailbox(group, ACTORS[self.looked % len(ACTORS)])

    def check_mailbox(self, group, user):
        place = self.portal[group]
        for folder in (None, *SHOWN):
            page = list_messages(place, user, MailboxFilter(folder=folder), size=1000)
            wanted = self.model.filed(group, user, folder)
            assert {line.id for line in page.lines} == wanted
            assert page.total == len(wanted)
        counted = {
            name: (one.total, one.unread)
            for name, one in page.counts.items()
            if (one.total, one.unread) != (0, 0)
        }
        assert counted == self.model.counts(group, user)
        self.check_found(place, group, user)

    def check_found(self, place, group, user):
        box, letters = self.model.of(group, user), self.model.letters
        outside = self.model.filed(group, user, None)
        for wanted, ids in (
            (MailboxFilter(unread=True), {one for one in outside if box[one].unread}),
            (MailboxFilter(starred=True), {one for one in outside if box[one].starred}),
            (MailboxFilter(words=("exercise",)), outside),
        ):
            found = list_messages(place, user, wanted, size=1000).lines
            assert {line.id for line in found} == ids
        for message_id in list(letters)[-3:]:
            word = (letters[message_id].word,)
            found = list_messages(place, user, MailboxFilter(words=word)).lines
            assert [one.id for one in found] == [i for i in (message_id,) if i in outside]
        for folder in (Folder.INBOX, Folder.SENT):
            latest = list_conversations(place, user, folder, size=1000).lines
            threads = {
                letters[one].thread for one in self.model.filed(group, user, folder)
            }
            assert sorted(line.thread for line in latest) == sorted(threads)


def fits(kind, folder):
    return folder in {HOME[kind], Folder.TRASH} or (
        folder == Folder.ARCHIVE and kind != "draft"
    )


def rows(statement):
    return session().scalars(text(statement)).all()


class MailboxesTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def test_mailboxes_follow_the_model(self):
        run_state_machine_as_test(
            lambda: MailboxMachine(self.layer["portal"]),
            settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS),
        )
