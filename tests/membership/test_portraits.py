"""Portraits: what is kept of them, and who sees them."""

import requests
import transaction
from cites.cug.demo.testing import PASSWORD
from io import BytesIO
from lxml import html
from PIL import Image
from plone import api
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from tests.membership.case import MembersCase


MAKER, DESCRIPTION, GPS = 271, 270, 34853


def picture(kind="JPEG", size=(800, 600), colour="red", mode="RGB", exif=True):
    data = BytesIO()
    more = {}
    if exif and kind == "JPEG":
        tags = Image.Exif()
        tags[MAKER], tags[DESCRIPTION] = "zqcamera", "zqplace"
        tags[274] = 6  # to be turned
        more = {"exif": tags, "comment": b"zqcomment"}
    Image.new(mode, size, colour).save(data, kind, **more)
    return data.getvalue()


class PortraitTest(MembersCase):
    def token(self, user):
        page = requests.get(f"{self.portal}/profile", auth=(user, PASSWORD), timeout=120)
        found = html.fromstring(page.text).xpath("//input[@name='_authenticator']/@value")
        return found[0]

    def give(self, data, name="me.jpg", user="police-xa", **form):
        form = {"do": "keep", "_authenticator": self.token(user), **form}
        return requests.post(
            f"{self.portal}/portrait",
            data=form,
            files={"picture": (name, data)} if data is not None else None,
            auth=(user, PASSWORD),
            timeout=120,
        )

    def see(self, user, member="police-xa", group="cheetahs", password=PASSWORD):
        url = f"{self.portal}/{group}/portraits/{member}"
        auth = user and (user, password)
        return requests.get(url, auth=auth, timeout=120, allow_redirects=False)

    def test_it_is_made_anew_and_tells_nothing_but_itself(self):
        answer = self.give(picture())
        self.assertIn("has been saved", answer.text)
        shown = self.see("igo-unodc")
        self.assertEqual(200, shown.status_code)
        self.assertEqual("image/jpeg", shown.headers["Content-Type"])
        self.assertIn("no-store", shown.headers["Cache-Control"])
        for word in (b"zqcamera", b"zqplace", b"zqcomment", b"Exif", b"ICC"):
            self.assertNotIn(word, shown.content)
        made = Image.open(BytesIO(shown.content))
        self.assertEqual(((256, 256), "JPEG"), (made.size, made.format))

    def test_other_formats_and_what_shines_through(self):
        for kind, name, mode, colour in (
            ("PNG", "a.png", "RGBA", (0, 0, 0, 0)),
            ("PNG", "a.png", "P", 0),
            ("PNG", "a.png", "I;16", 0),
            ("WEBP", "a.webp", "RGB", "blue"),
            ("JPEG", "a.jpg", "CMYK", (0, 0, 0, 0)),
            ("JPEG", "a.jpg", "L", 9),
        ):
            answer = self.give(picture(kind, (20, 300), colour, mode, exif=False), name)
            self.assertIn("has been saved", answer.text, (kind, mode))
            made = Image.open(BytesIO(self.see("customs-xb").content))
            self.assertEqual((256, 256), made.size)

    def test_who_sees_members_sees_it(self):
        self.give(picture())
        for user, group, status in (
            ("police-xb", "cheetahs", 200),
            ("secretariat", "cheetahs", 200),
            ("outsider", "cheetahs", 404),
            ("police-xb", "ivory", 404),
        ):
            answer = self.see(user, group=group)
            self.assertEqual(status, answer.status_code, (user, group))
        self.assertEqual(302, self.see(None).status_code)
        manager = self.see(SITE_OWNER_NAME, password=SITE_OWNER_PASSWORD)
        self.assertEqual(403, manager.status_code)
        self.ask("secretariat", "POST", "/police-xa/suspend", {})
        self.assertEqual(404, self.see("customs-xb").status_code)
        self.assertEqual(200, self.see("contact-xa").status_code)

    def test_none_and_nobody_look_alike(self):
        bare, nobody = self.see("customs-xa", "police-xb"), self.see("customs-xa", "zq")
        self.assertEqual(404, bare.status_code)
        self.assertEqual(
            bare.text.replace("police-xb", ""), nobody.text.replace("zq", "")
        )

    def test_plones_own_addresses_stay_closed(self):
        self.give(picture())
        for path in ("portal_memberdata/portraits/police-xa", "@portrait/police-xa"):
            url = f"{self.portal}/{path}"
            answer = requests.get(url, auth=("customs-xa", PASSWORD), timeout=120)
            self.assertEqual(404, answer.status_code, path)

    def test_the_directory_shows_who_has_one(self):
        self.give(picture())
        images = self.page("customs-xa").xpath("//img[@class='portrait']/@src")
        self.assertEqual([f"{self.group}/portraits/police-xa"], images)

    def test_what_is_no_picture_is_refused_and_the_earlier_one_stays(self):
        self.give(picture())
        for data, name in (
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"),
            (b"GIF89a", "a.gif"),
            (picture()[:300], "cut.jpg"),
            (picture("PNG"), "a.jpg"),
            (b"", "empty.jpg"),
            (None, ""),
        ):
            answer = self.give(data, name)
            self.assertEqual(200, answer.status_code)
            self.assertNotIn("has been saved", answer.text, name)
            self.assertEqual(200, self.see("customs-xb").status_code)

    def test_it_is_removed_by_its_owner_and_with_the_account(self):
        self.give(picture())
        self.give(None, do="remove")
        self.assertEqual(404, self.see("customs-xb").status_code)
        self.give(picture())
        transaction.abort()
        api.portal.get_tool("acl_users").userFolderDelUsers(["police-xa"])
        transaction.commit()
        self.assertEqual(404, self.see("customs-xb").status_code)

    def test_other_sites_cannot_change_it(self):
        answer = self.give(picture(), _authenticator="forged")
        self.assertEqual(403, answer.status_code)
        self.assertEqual(404, self.see("customs-xb").status_code)
