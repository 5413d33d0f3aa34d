"""At start: keys are made once, and a portal without the right ones does not serve."""

from App.config import getConfiguration
from cites.cug.core.encryption.keys import keyring
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.schema import upgrade
from cites.cug.core.sql.session import engine
from cites.cug.messaging.models import KeyInUse
from cites.cug.messaging.start import check_keys
from sqlalchemy import select, text
from tests.core.encryption.test_keys import KeysCase


MESSAGE = text(
    "INSERT INTO message (id, group_uid, thread, sender, sender_country, sender_category,"
    " handling, receipt, addressed, recipients_total, attachments_total, key_id,"
    " details, head, words, body) VALUES ('a', 'g', 'a', 's', '', '', 'red', 0, '{}',"
    " 0, 0, 'fedcba9876543210', '', '', '', '')"
)


class StartTest(KeysCase):
    def setUp(self):
        super().setUp()
        settings = getConfiguration().product_config["cites.cug"]
        settings["records-url"] = f"sqlite:///{self.path.parent.parent}/records.sqlite"
        self.addCleanup(lambda: engine(settings["records-url"]).dispose())

    def in_use(self):
        with engine(records_url()).connect() as connection:
            return set(connection.scalars(select(KeyInUse.id)))

    def execute(self, *statement):
        with engine(records_url()).begin() as connection:
            connection.execute(*statement)

    def assertRefused(self, *words):
        with self.assertRaises(SystemExit) as raised:
            check_keys()
        for one in ("cites.cug", *words):
            self.assertIn(one, str(raised.exception))

    def test_without_a_portal_there_is_nothing_to_seal(self):
        check_keys()
        self.assertFalse(self.path.exists())

    def test_the_first_start_makes_a_key_and_the_next_ones_know_it(self):
        upgrade()
        check_keys()
        self.assertEqual(self.in_use(), set(keyring().ids))
        check_keys()
        self.assertEqual(len(keyring().ids), 1)

    def test_a_lost_file_is_not_replaced(self):
        upgrade()
        check_keys()
        self.path.unlink()
        self.assertRefused(str(self.path))
        self.assertFalse(self.path.exists())

    def test_another_key_is_refused_by_the_name_of_the_one_that_is_missing(self):
        upgrade()
        check_keys()
        (missing,) = keyring().ids
        self.path.unlink()
        self.write("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
        self.assertRefused(missing, str(self.path), "Put the right keys there")

    def test_a_message_under_a_key_that_was_never_noted(self):
        upgrade()
        self.execute(MESSAGE)
        self.write("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
        self.assertRefused("fedcba9876543210")

    def test_a_key_that_was_added_by_hand_is_noted(self):
        upgrade()
        check_keys()
        with self.path.open("a") as file:
            file.write("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")
        check_keys()
        self.assertEqual(self.in_use(), set(keyring().ids))
