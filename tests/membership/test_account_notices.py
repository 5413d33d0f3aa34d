"""What notices about an account say."""

import transaction
from cites.cug.login import codes, pending_changes
from cites.cug.mailing.preferences import choose_language
from cites.cug.membership import account_changes
from cites.cug.membership.account_changes import ask_to_remove_factor
from datetime import datetime, UTC
from plone import api
from tests.mailing.case import MailingCase, text_of
from tests.membership.lost_factor_case import NOTE


class LetterTest(MailingCase):
    def test_all_are_told_in_their_language_and_of_nobody(self):
        choose_language(api.user.get(userid="police-xa"), "fr")
        codes.store_secret("police-xa", codes.new_generator(), 0)
        transaction.commit()
        who = {"acting_user": "secretariat", "at": datetime.now(UTC)}
        ask_to_remove_factor(self.group, "police-xa", note=NOTE, **who)
        transaction.commit()
        with self.server():
            self.round(at=datetime.now(UTC))
            (change,) = pending_changes.pending()
            account_changes.apply(change, datetime.now(UTC))
            transaction.commit()
            self.round(at=datetime.now(UTC))
        texts = {}
        for mail in self.mails():
            text = " ".join(text_of(mail).split())
            texts.setdefault(mail["To"], []).append(text)
            for name in ("Cheetahs", "police-xa", NOTE):
                self.assertNotIn(name, text)
        asked, removed = texts["police-xa@example.org"]
        self.assertIn("/stop-change?", asked)
        for text in (asked, removed):
            self.assertIn("Le Secrétariat d’un groupe", text)
        self.assertIn("/second-factor", removed)
        self.assertIn("/account-changes", texts["secretariat@example.org"][0])
