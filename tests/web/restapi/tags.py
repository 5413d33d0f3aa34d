"""What the tag of an answer must do: spare the making, and differ after each change."""


class TagsOfOneAnswer:
    """Test cases with it have ``tag()``, of the answer as it is now, and ``known(tag)``:
    the answer to who has the one with this tag, and whether it was made.
    """

    def test_it_is_not_made_again(self):
        tag = self.tag()
        answer, made = self.known(tag)
        self.assertEqual((304, b"", False), (answer.status_code, answer.content, made))
        self.assertEqual(tag, answer.headers["ETag"])

    def assert_told(self, changes):
        """Each of these changes, by its name, is told to who has the answer before."""
        tag = self.tag()
        for name, change in changes.items():
            with self.subTest(name):
                change()
                answer, _made = self.known(tag)
                self.assertEqual(200, answer.status_code)
                tag = answer.headers["ETag"]
                again, made = self.known(tag)
                self.assertEqual((304, False), (again.status_code, made))
