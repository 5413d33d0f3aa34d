"""The fields: all mistakes at once, and what is kept."""

import string
import unittest
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.membership.access_requests.application import (
    Application,
    FIELDS,
    validate_application,
)
from cites.cug.membership.access_requests.settings import AccessRequestRules
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.membership.access_requests.case import person


AS_SHIPPED = AccessRequestRules()
ANYTHING = st.one_of(st.text(max_size=300), st.none(), st.integers(), st.lists(st.text()))


class ApplicationTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def wrong(self, rules=AS_SHIPPED, **changes):
        try:
            validate_application(person(**changes), rules)
        except InvalidValues as error:
            return [field for field, _message in error.mistakes]
        return []

    def test_what_is_kept(self):
        kept = validate_application(
            person(
                country="ch",
                last_name="  Exercise\u202e \n Two ",
                telephone="022 917 81 39",
                email="New.Officer@Customs.Example",
            ),
            AS_SHIPPED,
        )
        self.assertEqual(
            ("CH", "Exercise Two", "+41229178139", "new.officer@customs.example"),
            (kept.country, kept.last_name, kept.telephone, kept.email),
        )

    def test_all_that_is_missing_is_said_at_once(self):
        with self.assertRaises(InvalidValues) as caught:
            validate_application({}, AS_SHIPPED)
        self.assertEqual(list(FIELDS), [field for field, _m in caught.exception.mistakes])

    def test_all_that_is_wrong_is_said_at_once(self):
        wrong = self.wrong(
            country="ZZ",
            last_name="x" * 101,
            telephone="12",
            email="nobody",
            category="secretariat",
        )
        self.assertEqual(
            {"country", "last_name", "telephone", "email", "category"}, set(wrong)
        )

    def test_what_letters_repeat_has_no_addresses(self):
        for text in ("visit evil.example/login", "http://[::1]", "a@b", "www.élan.fr"):
            for name in ("first_name", "last_name", "organisation"):
                self.assertEqual([name], self.wrong(**{name: text}), text)
        for text in ("U.S. Fish and Wildlife", "Customs/Police", "J.-P.", "Dept. No.4"):
            self.assertEqual([], self.wrong(organisation=text, last_name=text), text)

    def test_telephones(self):
        for number in ("+41 22 917 81 39", "0041229178139", "+41 (0)22 917-81-39"):
            self.assertEqual([], self.wrong(country="CH", telephone=number), number)
        for number in ("911", "call me", "+0", "+41", "9" * 40, "+999 1234567"):
            self.assertEqual(
                ["telephone"], self.wrong(country="CH", telephone=number), number
            )

    def test_exercise_countries_have_no_numbers_of_their_own(self):
        self.assertEqual([], self.wrong(country="XA", telephone="+41229178139"))
        self.assertEqual(["telephone"], self.wrong(country="XA", telephone="0229178139"))

    def test_addresses(self):
        for email in ("a.b+c@x.customs.example", "o'neil@police.example"):
            self.assertEqual([], self.wrong(email=email), email)
        for email in (
            "a@localhost",
            "a b@x.example",
            '"a b"@x.example',
            "a@x..example",
            "a@-x.example",
            "ü@x.example",
            "a@ü.example",
            "a@x.example, b@y.example",
            "a@x.example\nBcc: b@y.example",
            "<a@x.example>",
            "@x.example",
            "a@[192.0.2.1]",
        ):
            self.assertEqual(["email"], self.wrong(email=email), email)

    def test_services_open_to_anybody_are_refused_unless_allowed(self):
        for email in ("a@gmail.com", "a@GMAIL.com", "a@mail.yahoo.co.uk"):
            self.assertEqual(["email"], self.wrong(email=email), email)
            self.assertEqual(
                [], self.wrong(AccessRequestRules(free_mail=True), email=email), email
            )
        self.assertEqual([], self.wrong(email="a@notgmail.com"))
        own = AccessRequestRules(refused_domains="# ours\nwebmail.example\n")
        self.assertEqual(["email"], self.wrong(own, email="a@webmail.example"))

    @settings(max_examples=200, deadline=None)
    @given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING))
    def test_anything_is_taken_or_refused_with_a_reason(self, values):
        try:
            kept = validate_application(values, AS_SHIPPED)
        except InvalidValues as error:
            self.assertTrue(error.mistakes)
            self.assertLessEqual({field for field, _m in error.mistakes}, set(FIELDS))
        else:
            self.assertTrue(all(kept))

    @settings(max_examples=200, deadline=None)
    @given(st.text(max_size=120))
    @example("\u0000")
    @example("\ud800")
    @example("José\u200c")
    def test_what_was_kept_is_kept_again_as_it_is(self, name):
        try:
            kept = validate_application(person(last_name=name), AS_SHIPPED)
        except InvalidValues:
            return
        self.assertNotRegex(kept.last_name, r"[\0-\x1f\x7f-\x9f\u202a-\u202e]")
        kept.last_name.encode()
        self.assertEqual(kept, validate_application(kept._asdict(), AS_SHIPPED))

    @settings(max_examples=200, deadline=None)
    @given(st.text(string.digits + "+ ()-", max_size=20))
    def test_a_kept_telephone_is_e164(self, number):
        try:
            kept: Application = validate_application(
                person(country="CH", telephone=number), AS_SHIPPED
            )
        except InvalidValues:
            return
        self.assertRegex(kept.telephone, r"\A\+[1-9][0-9]{4,14}\Z")
