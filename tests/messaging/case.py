"""What tests of messages do as one member or another."""

import unittest
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine, session
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.messaging.actions.opening import open_message
from cites.cug.messaging.actions.sending import save_draft, send_message
from cites.cug.messaging.filters import MailboxFilter
from cites.cug.messaging.models import Folder
from cites.cug.messaging.queries import folder_counts, list_messages
from cites.cug.messaging.schema import Addressees, Letter
from cites.cug.web.uploads.files import Upload
from io import BytesIO
from sqlalchemy import event


def a_file(name: str = "note.txt", content: bytes = b"Exercise") -> Upload:
    return Upload(name, BytesIO(content))


class MessagingCase(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal["cheetahs"]

    def send(self, sender, *to, subject="Exercise", body="", options=None, **fields):
        letter = Letter(subject, body, **fields)
        options = {"addressees": Addressees(to=to), **(options or {})}
        return send_message(self.group, letter, acting_user=sender, **options)

    def draft(self, sender, *to, subject="Exercise", body="", **options):
        letter, addressees = Letter(subject, body), Addressees(to=to)
        return save_draft(self.group, letter, addressees, acting_user=sender, **options)

    def open(self, user, message_id):
        return open_message(self.group, message_id, acting_user=user)

    def listed(self, user, folder=Folder.INBOX, **more):
        page = list_messages(self.group, user, MailboxFilter(folder=folder, **more))
        return [line.id for line in page.lines]

    def counts(self, user):
        """Folder → (messages, unread ones), where there are or were any."""
        counted = folder_counts(self.group, user).items()
        return {folder: (row.total, row.unread) for folder, row in counted}

    def plans(self, work):
        """Each SQL statement of the work, with the steps by which SQLite answers it."""
        statements = []

        def keep(_connection, _cursor, statement, parameters, *_more):
            statements.append((statement, parameters))

        made = engine(records_url())
        event.listen(made, "before_cursor_execute", keep)
        work()
        event.remove(made, "before_cursor_execute", keep)
        for statement, parameters in statements:
            explain = f"EXPLAIN QUERY PLAN {statement}"
            rows = session().connection().exec_driver_sql(explain, parameters)
            yield statement, [row[3] for row in rows]

    def assertRefused(self, *fields):
        """The block raises InvalidValues for these fields."""
        return Refusal(self, fields)


class Refusal:
    def __init__(self, case, fields):
        self.case, self.fields = case, fields

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _traceback):
        self.case.assertIs(kind, InvalidValues, error)
        self.case.assertEqual([name for name, _text in error.mistakes], list(self.fields))
        return True
