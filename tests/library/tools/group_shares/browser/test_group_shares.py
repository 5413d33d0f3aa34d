"""Pages: share with another group, let it, take it."""

from secrets import token_hex
from tests.library.case import text_of
from tests.library.tools.group_shares.case import AUTHOR, BOTH, IVORY, OTHER, SharesCase


class PagesTest(SharesCase):
    def links(self, page, words):
        links = page.xpath("//a")
        return [link.get("href") for link in links if text_of(link) == words]

    def test_from_the_menu_of_the_item_to_the_library_of_the_other_group(self):
        (url,) = self.links(self.page(IVORY, self.item), "Share with another group")
        page = self.page(IVORY, url)
        self.assertIn("not been offered to another group", text_of(page))
        answer = self.send(IVORY, page, "share-with-group", group="cheetahs", note="New.")
        self.assertEqual(answer.status_code, 302, answer.text)
        page = self.page(IVORY, url)
        self.assertIn("The author has been asked", text_of(page))

        (url,) = self.links(self.page(AUTHOR, self.item), "Share with another group")
        (agree,) = self.links(self.page(AUTHOR, url), "Agree")
        page = self.page(AUTHOR, agree)
        self.assertIn("the group “cheetahs”", text_of(page))
        self.assertEqual(self.send(AUTHOR, page, "agree").status_code, 302)
        page = self.page(IVORY, f"{self.item}/share-with-group")
        self.assertIn("The other Secretariat has been asked", text_of(page))

        home = self.page(BOTH, f"{self.group}/overview")
        self.assertIn("Items that other groups offer", text_of(home))
        page = self.page(BOTH, f"{self.group}/group-offers")
        self.assertIn("New.", text_of(page))
        (accept,) = self.links(page, "Accept")
        answer = self.send(BOTH, self.page(BOTH, accept), "accept")
        self.assertEqual(answer.status_code, 302)
        copy = answer.headers["Location"]
        self.assertEqual(self.links(self.page(BOTH, copy), self.title), [self.item])
        page = self.page(BOTH, f"{self.group}/group-offers")
        self.assertIn("No other group offers anything now", text_of(page))
        page = self.page(IVORY, f"{self.item}/share-with-group")
        self.assertEqual(self.links(page, "Open the copy"), [])

    title = "EXERCISE: cubs in a crate"

    def test_each_may_say_no(self):
        share = self.offer()
        place = f"{self.item}/share-with-group"
        page = self.page(AUTHOR, f"{place}/{share['id']}/refuse")
        self.assertEqual(self.send(AUTHOR, page, "refuse").status_code, 302)
        self.assertIn("Refused by the author", text_of(self.page(IVORY, place)))
        share = self.offer()
        page = self.page(IVORY, f"{place}/{share['id']}/withdraw")
        self.assertEqual(self.send(IVORY, page, "withdraw").status_code, 302)
        self.agree(self.offer())
        (url,) = self.links(self.page(BOTH, f"{self.group}/group-offers"), "Decline")
        answer = self.send(BOTH, self.page(BOTH, url), "decline", answer="Known.")
        self.assertEqual(answer.status_code, 302)
        said = text_of(self.page(IVORY, place))
        for words in ("Withdrawn", "Declined by the other Secretariat", "Known."):
            self.assertIn(words, said)

    def test_what_changed_meanwhile_is_looked_at_first(self):
        """By the Secretariat that offers it, its author, and the other Secretariat."""
        place = f"{self.item}/share-with-group"
        page = self.page(IVORY, place)
        self.change()
        answer = self.send(IVORY, page, "share-with-group", group="cheetahs", note="New.")
        self.overtaken(answer)
        share = self.offer()
        url = f"{place}/{share['id']}/agree"
        page = self.page(AUTHOR, url)
        self.change()
        again = self.overtaken(self.send(AUTHOR, page, "agree"))
        self.assertEqual(self.send(AUTHOR, again, "agree").status_code, 302)
        (url,) = self.links(self.page(BOTH, f"{self.group}/group-offers"), "Accept")
        page = self.page(BOTH, url)
        self.change()
        again = self.overtaken(self.send(BOTH, page, "accept"))
        self.assertEqual(self.send(BOTH, again, "accept").status_code, 302)

    def change(self):
        new = {"description": f"EXERCISE: {token_hex(4)}"}
        self.rest(IVORY, "PATCH", self.item, 204, json=new)

    def overtaken(self, answer):
        """The page that says that the item was changed meanwhile."""
        self.assertEqual(answer.status_code, 412)
        page = self.parse(answer)
        (warning,) = page.xpath("//*[@id='changed-meanwhile']")
        self.assertIn(self.title, text_of(warning))
        return page

    def test_a_mistake_stands_at_its_field(self):
        page = self.page(IVORY, f"{self.item}/share-with-group")
        answer = self.send(IVORY, page, "share-with-group", group="a/b")
        self.assertEqual(answer.status_code, 400)
        self.assertIn("group-share-group", answer.text)

    def test_to_others_there_are_no_such_pages(self):
        share = self.offer()
        place = f"{self.item}/share-with-group"
        self.page(OTHER, place, 404)
        for how in ("agree", "refuse", "withdraw"):
            self.page(OTHER, f"{place}/{share['id']}/{how}", 404)
        self.page("customs-xa", f"{self.group}/group-offers", 403)
        self.assertEqual(self.links(self.page(OTHER, self.item), self.title), [])
