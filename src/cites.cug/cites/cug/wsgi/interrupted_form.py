"""A form that is sent after its session has ended: what was typed comes back in a page.

The page holds nothing but what it was sent: it is alike at every address, for everybody.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple
from ZPublisher.HTTPRequest import FileUpload


#: Every form of a member has it.
TOKEN = "_authenticator"  # noqa: S105 - the name of a field
#: What nobody writes into a page.
SECRET_WORDS = ("password", "code", "passkey")
#: Parts of the names of buttons.
BUTTONS = ("buttons.", "form.button")


class InterruptedForm(NamedTuple):
    """Where a form was sent to, and its fields."""

    action: str
    fields: list[tuple[str, str]]
    #: Browsers do not send files a second time.
    had_files: bool


def interrupted_form(request: Any) -> InterruptedForm | None:
    """What a member's form has sent; None if the request is something else."""
    if request.method != "POST" or TOKEN not in request.form:
        return None
    sent = list(_values(request.form))
    had_files = any(isinstance(value, FileUpload) and value.filename for _, value in sent)
    fields = [
        (name, value)
        for name, value in sent
        if isinstance(value, str)
        and not any(word in name for word in SECRET_WORDS)
        # Without its files it is shown again, and not yet sent.
        and not (had_files and any(part in name for part in BUTTONS))
    ]
    # Without what stands behind a question mark: that is among the fields.
    return InterruptedForm(request["ACTUAL_URL"], fields, had_files)


def _values(form: Any) -> Iterator[tuple[str, Any]]:
    for name, value in form.items():
        if isinstance(value, list | tuple):
            # Zope's word for a list, which one value alone would not be.
            yield from ((f"{name}:list", one) for one in value)
        else:
            yield name, value
