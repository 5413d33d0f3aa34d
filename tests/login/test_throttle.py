"""Guessing ends soon, and does not lock out who is known."""

import requests
import unittest
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.demo.testing import CUG_FUNCTIONAL, PASSWORD
from cites.cug.login import password_check, settings, throttle
from cites.cug.login.models import Attempt
from cites.cug.login.throttle import begin_try
from cites.cug.login.user_folders import path_of
from cites.cug.login.visitor import Visitor
from datetime import datetime, timedelta, UTC
from tests.login.case import JSON, LoginCase, MEMBER, WRONG
from unittest.mock import patch


LIMIT = len(throttle.PAUSES)


class BruteForceTest(LoginCase):
    """No pauses: a test would have to wait them out."""

    def setUp(self):
        super().setUp()
        pauses, throttle.PAUSES = throttle.PAUSES, (0,) * LIMIT
        self.addCleanup(setattr, throttle, "PAUSES", pauses)
        self.checked = []
        matches = password_check.passwords.matches
        password_check.passwords.matches = self.count(matches)
        self.addCleanup(setattr, password_check.passwords, "matches", matches)

    def count(self, matches):
        def counted(reference, password):
            self.checked.append(reference is not None)
            return matches(reference, password)

        return counted

    def guess(self, times, name=MEMBER, password=WRONG):
        answers = {
            (answer.status_code, answer.text)
            for answer in (self.ask_for_token(name, password) for _ in range(times))
        }
        self.assertEqual(1, len(answers))
        return answers.pop()

    def test_the_right_password_is_refused_while_locked_with_the_same_answer(self):
        wrong = self.guess(LIMIT)
        self.assertEqual(401, wrong[0])
        self.assertEqual(wrong, self.guess(3, password=PASSWORD))
        self.assertEqual(200, self.send_login(self.browser()).status_code)
        self.assertEqual(401, self.status(basic=(MEMBER, PASSWORD)))

    def test_a_password_that_was_right_lately_is_refused_while_locked(self):
        """As from a program: its owner sends it with each request."""
        self.assertEqual(200, self.status(basic=(MEMBER, PASSWORD)))
        self.guess(LIMIT)
        self.assertEqual(401, self.status(basic=(MEMBER, PASSWORD)))
        self.end_of_window()
        self.assertEqual(200, self.status(basic=(MEMBER, PASSWORD)))

    def test_a_password_that_was_right_lately_is_refused_in_a_locked_network(self):
        self.assertEqual(200, self.status(basic=(MEMBER, PASSWORD)))
        for number in range(settings.network_tries()):
            begin_try(f"name-{number}", Visitor("127.0.0.0/24", ""), known_device=False)
        self.assertEqual(401, self.status(basic=(MEMBER, PASSWORD)))

    def test_a_password_that_was_right_lately_is_refused_in_a_pause(self):
        """It counts no wrong guess: who made one during the pause might make many."""
        self.assertEqual(200, self.status(basic=(MEMBER, PASSWORD)))
        self.guess(2)
        with patch.object(throttle, "PAUSES", (0, 0, *[3600] * (LIMIT - 2))):
            self.assertEqual(401, self.status(basic=(MEMBER, PASSWORD)))
        self.assertEqual(200, self.status(basic=(MEMBER, PASSWORD)))

    def test_to_look_for_a_lock_is_one_question_to_the_records(self):
        self.assertEqual(200, self.status(basic=(MEMBER, PASSWORD)))
        with self.statements() as asked:
            self.assertEqual(200, self.status(basic=(MEMBER, PASSWORD)))
        about_tries = [one for one in asked if Attempt.__tablename__ in one]
        self.assertEqual(1, len(about_tries), about_tries)

    def test_every_door_counts(self):
        for _ in range(LIMIT // 2):
            self.assertEqual(401, self.ask_for_token(password=WRONG).status_code)
        for _ in range(LIMIT // 2 - 1):
            self.assertEqual(401, self.status(basic=(MEMBER, WRONG)))
        self.send_login(self.browser(), password=WRONG)
        self.assertEqual(401, self.ask_for_token().status_code)

    def test_unknown_names_get_the_same_answers_for_the_same_work(self):
        for times in (LIMIT, 3):
            self.checked.clear()
            known = self.guess(times)
            work = len(self.checked)
            self.checked.clear()
            self.assertEqual(known, self.guess(times, name="nobody-at-all"))
            self.assertEqual(work, len(self.checked))
            self.assertEqual({False}, set(self.checked))

    def test_unknown_names_are_the_same_work_for_the_records_too(self):
        """Also in a browser that somebody has logged in with."""
        browser = self.logged_in("customs-xb")
        browser.get(f"{self.portal}/logout", timeout=120)
        work = []
        for name in ("first-of-all", MEMBER, "nobody-at-all"):
            with self.statements() as asked:
                self.send_login(browser, name, WRONG)
            work.append(asked)
        self.assertEqual(work[1], work[2])
        self.assertGreater(len(work[1]), 3)

    def test_the_login_page_says_the_same_of_unknown_names(self):
        for _ in range(LIMIT + 1):
            known = self.send_login(self.browser(), password=WRONG)
            unknown = self.send_login(self.browser(), "nobody-at-all", WRONG)
            self.assertEqual(known.status_code, unknown.status_code)
            self.assertEqual(known.text, unknown.text)

    def test_it_ends_by_itself(self):
        self.guess(LIMIT)
        self.assertEqual(401, self.ask_for_token().status_code)
        self.end_of_window()
        self.assertEqual(200, self.ask_for_token().status_code)

    def end_of_window(self):
        """Make all tries so old that they no longer count."""
        old = datetime.now(UTC) - settings.window()
        with autonomous_transaction() as connection:
            connection.execute(Attempt.__table__.update().values(time=old))

    def test_a_known_device_is_not_locked_out_by_others(self):
        browser = self.logged_in()
        browser.get(f"{self.portal}/logout", timeout=120)
        self.guess(LIMIT + 1)
        self.assertEqual(200, self.send_login(self.browser()).status_code)
        self.assertEqual(302, self.send_login(browser).status_code)

    def test_a_known_device_has_its_own_limit(self):
        browser = self.logged_in()
        for _ in range(LIMIT):
            self.assertEqual(200, self.send_login(browser, password=WRONG).status_code)
        self.assertEqual(200, self.send_login(browser).status_code)

    def test_a_device_of_one_account_is_unknown_to_another(self):
        browser = self.logged_in("customs-xb")
        self.guess(LIMIT)
        self.assertEqual(200, self.send_login(browser).status_code)

    def test_a_thousand_guesses_come_to_ten_and_leave_the_owner_in(self):
        """From as many networks as one likes; who knows the device is let in."""
        browser = self.logged_in()
        browser.get(f"{self.portal}/logout", timeout=120)
        name = f"{path_of(self.layer['portal'].acl_users)}:{MEMBER}"
        networks = (Visitor(f"10.{n >> 8}.{n & 255}.0/24", "") for n in range(1000))
        tries = [begin_try(name, network, known_device=False) for network in networks]
        self.assertEqual(LIMIT, sum(one is not None for one in tries))
        # They were aimed at this very account.
        self.checked.clear()
        self.assertEqual(401, self.ask_for_token().status_code)
        self.assertEqual(302, self.send_login(browser).status_code)
        self.assertTrue(self.is_in(browser))

    def test_a_block_of_addresses_has_a_limit_over_all_names(self):
        block = Visitor("10.1.2.0/24", "")
        tries = [
            begin_try(f"name-{number}", block, known_device=False)
            for number in range(settings.network_tries() + 5)
        ]
        self.assertEqual(settings.network_tries(), sum(one is not None for one in tries))
        elsewhere = Visitor("10.1.3.0/24", "")
        self.assertIsNotNone(begin_try("name-1", elsewhere, known_device=False))

    def test_tries_that_come_together_do_not_wait_for_each_other(self):
        """Not even where the clock of another host is ahead."""
        block, now = Visitor("10.1.4.0/24", ""), datetime.now(UTC)
        ahead = now + timedelta(seconds=30)
        self.assertIsNotNone(begin_try("name-1", block, known_device=False, now=ahead))
        self.assertIsNotNone(begin_try("name-1", block, known_device=False, now=now))

    def test_right_passwords_do_not_count(self):
        for _ in range(LIMIT + 1):
            self.token()
        self.assertEqual([], self.kept(Attempt.id))

    def test_a_password_sent_with_each_request_is_checked_once(self):
        for _ in range(5):
            self.assertEqual(200, self.status(basic=(MEMBER, PASSWORD)))
        self.assertEqual([True], self.checked)

    def test_names_are_not_kept_and_the_trail_tells_of_the_lock(self):
        self.guess(LIMIT + 2, name="my-secret-password")
        kept = self.kept(Attempt.__table__)
        self.assertNotIn("my-secret-password", str(kept))
        told = [("login.failure", "")] * LIMIT + [("login.lock", "")]
        self.assertEqual(told, self.trail())

    def test_a_refused_request_counts_although_it_is_rolled_back(self):
        answer = requests.get(
            f"{self.portal}/cheetahs", auth=(MEMBER, WRONG), headers=JSON, timeout=120
        )
        self.assertEqual(401, answer.status_code)
        self.assertEqual([("login.failure", MEMBER)], self.trail())


class PauseTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def test_pauses_grow(self):
        now = datetime.now(UTC)
        for pause in throttle.PAUSES:
            early = now + timedelta(seconds=pause - 1)
            visitor = Visitor("10.2.0.0/24", "")
            if pause:
                self.assertIsNone(begin_try("pauses", visitor, False, early))
            now += timedelta(seconds=pause)
            attempt = begin_try("pauses", visitor, False, now)
            self.assertIsNotNone(attempt)
        self.assertTrue(attempt.is_last)
        self.assertIsNone(
            begin_try("pauses", visitor, False, now + timedelta(minutes=10))
        )
        later = now + settings.window()
        self.assertIsNotNone(begin_try("pauses", visitor, False, later))
