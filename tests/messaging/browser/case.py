"""What tests of the messages' screens do as one member or another, over HTTP."""

import transaction
from cites.cug.messaging.actions.sending import send_message
from cites.cug.messaging.filters import MailboxFilter
from cites.cug.messaging.models import Folder
from cites.cug.messaging.queries import list_messages
from cites.cug.messaging.schema import Addressees, Letter
from io import BytesIO
from tests.library.case import LibraryCase, text_of


SEND, SAVE, DISCARD = "buttons.send", "buttons.save", "buttons.discard"


class ScreenCase(LibraryCase):
    def setUp(self):
        super().setUp()
        self.messages = f"{self.group}/messages"
        self.cug = self.layer["portal"]["cheetahs"]

    def sent(self, sender, *to, subject="Crate", body="", options=None, **fields):
        """The id of a message that has been sent."""
        letter = Letter(subject, body, **fields)
        options = {"addressees": Addressees(to=to), **(options or {})}
        message = send_message(self.cug, letter, acting_user=sender, **options)
        transaction.commit()
        return message

    def lies_in(self, user, folder):
        """Subjects of what lies in a folder."""
        transaction.begin()
        page = list_messages(self.cug, user, MailboxFilter(folder=Folder(folder)))
        return [line.subject for line in page.lines]

    def list(self, user, **query):
        return self.page(user, self.messages, **query)

    def subjects(self, user, **query):
        rows = self.list(user, **query).xpath("//*[@data-row]//*[@class='subject']")
        return [text_of(row) for row in rows]

    def token(self, page):
        return page.xpath("//main//input[@name='_authenticator']/@value")[0]

    def post(self, user, path, page=None, status=302, files=None, **form):
        """Send a form of ours: with the token of a page, as a browser does."""
        page = page if page is not None else self.page(user, f"{self.messages}/write")
        data = {"_authenticator": self.token(page), **form}
        url = f"{self.messages}{path}"
        answer = self.ask(user, "POST", url, data=data, files=files)
        self.assertEqual(answer.status_code, status, answer.text[:3000])
        return answer

    def write(self, user, status=302, files=None, **form):
        """Press *Send* with these values in the form."""
        button = {} if any(name.startswith("buttons.") for name in form) else {SEND: "1"}
        values = {**button, "handling": "amber", "receipt": "1", **form}
        return self.post(user, "/write", status=status, files=files, **values)

    def follow(self, user, answer):
        """The page that one is sent on to, with what it says of what was done."""
        cookies = answer.cookies
        url = answer.headers["Location"]
        return self.parse(self.ask(user, "GET", url, cookies=cookies))


def text_file(content=b"exercise", name="notes.txt"):
    return ("files", (name, BytesIO(content), "text/plain"))
