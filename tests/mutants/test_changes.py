"""What is changed in a function, and that nothing else is."""

import builtins
import unittest
from tools.mutants.changes import mutants, NOTE, noted
from unittest.mock import patch


SOURCE = """
LIMIT = 1 < 2


class Post:
    @property
    def late(self):
        return self.there and self.time > LIMIT


def checked(post, log=True):
    if post.late:
        raise ValueError(post)
    log(post)
    return [one for one in post if one]
"""


class ChangesTest(unittest.TestCase):
    def setUp(self):
        self.mutants = list(mutants(SOURCE, "post.py"))

    def test_each_is_named_with_its_place(self):
        expected = {
            "post.py:8 Post.late: returns None",
            "post.py:8 Post.late: And becomes Or",
            "post.py:8 Post.late: without self.there",
            "post.py:8 Post.late: without self.time > LIMIT",
            "post.py:8 Post.late: Gt becomes GtE",
            "post.py:12 checked: post.late is taken as True",
            "post.py:12 checked: post.late is taken as False",
            "post.py:13 checked: without raise ValueError(post)",
            "post.py:14 checked: without log(post)",
            "post.py:15 checked: returns None",
            "post.py:11 checked: without if one",
        }
        self.assertEqual(expected, {str(mutant) for mutant in self.mutants})
        self.assertEqual(len(expected), len(self.mutants))

    def test_a_function_with_the_code_does_what_the_change_says(self):
        names = {"LIMIT": 1}
        exec(compile(SOURCE, "post.py", "exec"), names)
        checked, seen = names["checked"], []
        (silent,) = (one for one in self.mutants if one.change == "without log(post)")
        checked.__code__ = silent.code

        class Post(list):
            late = False

        self.assertEqual([3], checked(Post([0, 3]), seen.append))
        self.assertEqual([], seen)

    def test_a_function_tells_which_statements_are_run(self):
        names, seen = {"LIMIT": 1}, set()
        exec(compile(SOURCE, "post.py", "exec"), names)
        codes, checked = dict(noted(SOURCE, "post.py")), names["checked"]
        checked.__code__ = codes["checked"]

        class Post(list):
            late = False

        with patch.object(builtins, NOTE, seen.add, create=True):
            self.assertEqual([3], checked(Post([0, 3]), list))
        run = {f"checked+{line}" for line in (1, 3, 4)}
        self.assertEqual({("post.py", place) for place in run}, seen)
        (raising,) = (one for one in self.mutants if "without raise" in one.change)
        self.assertEqual("checked+2", raising.place)
        self.assertLess(run, {one.place for one in self.mutants})
