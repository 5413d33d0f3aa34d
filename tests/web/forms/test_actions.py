"""Which button of a form was pressed, and that nothing is done without a token."""

import unittest
from cites.cug.web.forms import member_form
from cites.cug.web.forms.actions import PostedActions
from cites.cug.web.forms.member_form import MemberForm
from functools import partial
from types import SimpleNamespace
from unittest.mock import Mock, patch
from z3c.form.button import ButtonActions
from zExceptions import Forbidden


class Pressed:
    """The buttons ``save`` and ``send`` of a form, of which some were pressed."""

    def __init__(self, *pressed, posted=True, default="save", has_token=True):
        form = {"is_pressed": posted, "default_button": default}
        form["enableCSRFProtection"] = has_token
        self.form = SimpleNamespace(**form, request=None, expire=Mock())
        self.form.has_token = partial(MemberForm.has_token, self.form)
        self.actions = PostedActions(self.form, None, None)
        for name in ("save", "send"):
            button = SimpleNamespace(name=name)
            button.isExecuted = Mock(return_value=name in pressed)
            self.actions[name] = button

    @property
    def names(self):
        return [button.name for button in self.actions.executedActions]

    def execute(self, token_fails):
        why = Forbidden() if token_fails else None
        with (
            patch.object(member_form, "CheckAuthenticator", side_effect=why),
            patch.object(ButtonActions, "execute", return_value="done"),
        ):
            return self.actions.execute()


class ActionsTest(unittest.TestCase):
    def test_the_pressed_button_or_else_the_default_of_what_was_posted(self):
        for pressed, more, names in (
            (["send"], {}, ["send"]),
            ([], {}, ["save"]),
            ([], {"default": ""}, []),
            (["send"], {"default": ""}, ["send"]),
            (["send"], {"posted": False}, []),
            ([], {"posted": False}, []),
        ):
            self.assertEqual(names, Pressed(*pressed, **more).names, (pressed, more))

    def test_nothing_is_done_without_the_token_that_a_form_has(self):
        for pressed, token_fails, result in (
            (Pressed("send"), True, None),
            (Pressed("send"), False, "done"),
            (Pressed("send", has_token=False), True, "done"),
            (Pressed(posted=False), True, "done"),
        ):
            self.assertEqual(result, pressed.execute(token_fails))
            self.assertEqual(result is None, pressed.form.expire.called)
