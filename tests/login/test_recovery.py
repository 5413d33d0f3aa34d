"""Recovery codes: random, or such as follow from the form that has made them."""

import transaction
from cites.cug.login import recovery
from cites.cug.login.models import RecoveryCode
from tests.login.case import LoginCase, MEMBER
from unittest.mock import patch


OTHER = "police-xa"
FORM = "key-of-a-form digest-of-its-body"


class RecoveryTest(LoginCase):
    def made(self, *whose):
        transaction.begin()
        codes = recovery.new_codes(*whose)
        transaction.commit()
        return codes

    def test_the_codes_of_a_form_are_found_again_by_it_alone(self):
        made = self.made(MEMBER, FORM)
        self.assertEqual(recovery.HOW_MANY, len(set(made)))
        self.assertEqual(made, recovery.codes_of_form(MEMBER, FORM))
        self.assertEqual([], recovery.codes_of_form(MEMBER, f"{FORM}x"))
        self.assertEqual([], recovery.codes_of_form(OTHER, FORM))
        self.assertTrue(set(made).isdisjoint(self.made(OTHER, FORM)))

    def test_each_sign_can_come(self):
        codes = "".join(self.made(MEMBER, FORM)).replace("-", "")
        self.assertEqual(recovery.HOW_MANY * recovery.LENGTH, len(codes))
        self.assertLessEqual(set(codes), set(recovery.SIGNS))
        self.assertGreater(len(set(codes)), len(recovery.SIGNS) - 5)

    def test_those_that_were_used_or_replaced_are_not_shown_again(self):
        first, *others = self.made(MEMBER, FORM)
        transaction.begin()
        self.assertTrue(recovery.use_recovery_code(MEMBER, first))
        transaction.commit()
        self.assertEqual(others, recovery.codes_of_form(MEMBER, FORM))
        self.made(MEMBER)
        self.assertEqual([], recovery.codes_of_form(MEMBER, FORM))

    def test_neither_they_nor_the_form_are_stored(self):
        made = self.made(MEMBER, FORM)
        rows = self.kept(RecoveryCode.__table__)
        for secret in (*made, *(one.replace("-", "") for one in made), FORM):
            self.assertNotIn(secret, repr(rows))

    def test_after_a_rotation_of_the_keys_they_are_found_too(self):
        made = self.made(MEMBER, FORM)
        older = recovery.keyed_digests

        def with_a_newer_key(purpose, line):
            return ["f" * 64, *older(purpose, line)]

        with patch.object(recovery, "keyed_digests", with_a_newer_key):
            self.assertEqual(made, recovery.codes_of_form(MEMBER, FORM))

    def test_without_a_form_they_are_random(self):
        made = self.made(MEMBER)
        self.assertTrue(set(made).isdisjoint(self.made(MEMBER)))
        self.assertEqual([], recovery.codes_of_form(MEMBER, ""))
