"""What makes a good password."""

import unittest
from cites.cug.login.strength import GUESSABLE, TOO_LONG, TOO_SHORT, weaknesses


GOOD = (
    "lagoon trombone velvet 88",
    "korrekt-pferd-batterie-heft",
    "x7#Kq!vR2p$Zw9",
    "mélange de ténèbres étranges",
    # 64 and more are allowed, and what comes after what zxcvbn reads does no harm.
    "lagoon trombone velvet " * 5,
)
GUESSED = (
    "123456789012",
    "passwordpassword",
    "qwertyuiop12",
    "aaaaaaaaaaaaaa",
    "letmeinletmein",
    "iloveyou1234",
    "cheetahscheetahs",
    "customs-police",
    # That of the demonstration, which everybody can read.
    "cheetah-demo-2026",
)


class StrengthTest(unittest.TestCase):
    def test_good_ones(self):
        for password in GOOD:
            self.assertEqual([], weaknesses(password), password)

    def test_what_is_easy_to_guess(self):
        for password in GUESSED:
            self.assertEqual([GUESSABLE], weaknesses(password), password)

    def test_lengths(self):
        self.assertEqual([TOO_SHORT], weaknesses("x7#Kq!vR2p$"))
        self.assertEqual([TOO_LONG], weaknesses("lagoon trombone velvet " * 50))

    def test_words_about_oneself(self):
        password = "okonkwo-ministry-trombone"
        self.assertEqual([], weaknesses(password))
        self.assertEqual([GUESSABLE], weaknesses(password, ["okonkwo", "ministry"]))
