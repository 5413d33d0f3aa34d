"""Parts of a picture are blacked out before it leaves the device."""

import transaction
from io import BytesIO
from PIL import Image
from playwright.sync_api import expect
from tests.chromium.chromium import page_of
from tests.chromium.watch import Watch
from tests.library.http import HttpTestCase


PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True}
FACE, REST = (210, 60, 40), (235, 235, 225)
#: Where the face is, in pixels of the picture.
LEFT, TOP, RIGHT, BOTTOM = 300, 150, 500, 450


def crowd(kind: str) -> bytes:
    """A face on plain ground, with what a camera writes beside it."""
    picture = Image.new("RGB", (1000, 600), REST)
    picture.paste(FACE, (LEFT, TOP, RIGHT, BOTTOM))
    exif = Image.Exif()
    exif[0x010F] = "zqcamera"
    target = BytesIO()
    picture.save(target, kind, exif=exif)
    return target.getvalue()


class BlackoutTest(HttpTestCase):
    def setUp(self):
        super().setUp()
        self.item = self.make(self.alert())["@id"]

    def choose(self, page, *kinds):
        """Open the tool for the first of the pictures."""
        page.goto(f"{self.item}/upload")
        files = [
            {
                "name": f"crowd.{kind.lower()}",
                "mimeType": f"image/{kind.lower()}",
                "buffer": crowd(kind),
            }
            for kind in kinds
        ]
        page.set_input_files("#upload-files", files)
        page.locator(".tiles .open").first.click()
        page.locator(".tiles canvas[role]").first.wait_for()

    def send(self, page, count=1):
        page.get_by_role("button", name="Send").click()
        expect(page.locator(".tiles .stored")).to_have_count(count)

    def stored(self):
        """Name → picture, as they lie in the database."""
        transaction.begin()
        path = self.item.removeprefix(f"{self.layer['portal'].absolute_url()}/")
        alert = self.layer["portal"].unrestrictedTraverse(path)
        found = {child.image.filename: child.image.data for child in alert.objectValues()}
        return {name: Image.open(BytesIO(data)) for name, data in found.items()}

    def assertGone(self, picture):
        """No pixel has anything of the face, and all around is as it was."""
        pixels = picture.convert("RGB")
        face = pixels.crop((LEFT, TOP, RIGHT, BOTTOM))
        self.assertLess(max(most for _least, most in face.getextrema()), 8)
        reddish = [
            place
            for place, (red, green, _blue) in enumerate(pixels.getdata())
            if red > green + 60
        ]
        self.assertEqual(reddish, [])
        for corner in ((5, 5), (990, 5), (5, 590), (990, 590)):
            for shown, was in zip(pixels.getpixel(corner), REST, strict=True):
                self.assertAlmostEqual(shown, was, delta=4)

    def test_drawn_with_a_pointer(self):
        with page_of(self.author, self.portal) as page:
            watch = Watch(page, self.portal)
            self.choose(page, "JPEG", "PNG")
            box = page.locator(".tiles canvas[role]").first.bounding_box()

            def at(x, y):
                return (
                    box["x"] + box["width"] * x / 1000,
                    box["y"] + box["height"] * y / 600,
                )

            page.mouse.move(*at(LEFT - 20, TOP - 20))
            page.mouse.down()
            page.mouse.move(*at(RIGHT, BOTTOM), steps=4)
            page.mouse.move(*at(RIGHT + 20, BOTTOM + 20))
            page.mouse.up()
            page.get_by_role("button", name="Use this picture").click()
            expect(page.locator(".tiles .said").first).to_have_text("blacked out: 1")
            self.send(page, 2)
            self.assertEqual(watch.take(), [])
        stored = self.stored()
        self.assertGone(stored["crowd.jpeg"])
        self.assertEqual(dict(stored["crowd.jpeg"].getexif()), {})
        # The other one was left as it is.
        self.assertEqual(stored["crowd.png"].convert("RGB").getpixel((400, 300)), FACE)

    def test_a_large_photo_with_a_finger(self):
        with page_of(self.author, self.portal, **PHONE) as page:
            page.goto(f"{self.item}/upload")
            photo = Image.open(BytesIO(crowd("PNG"))).resize((4000, 2400))
            target = BytesIO()
            photo.save(target, "JPEG")
            file = {
                "name": "a.jpeg",
                "mimeType": "image/jpeg",
                "buffer": target.getvalue(),
            }
            page.set_input_files("#upload-files", [file])
            page.locator(".tiles .open").click()
            canvas = page.locator(".tiles canvas[role]")
            canvas.scroll_into_view_if_needed()
            scrolled = page.evaluate("scrollY")
            box = canvas.bounding_box()
            finger = page.context.new_cdp_session(page)

            def touch(kind, *place):
                points = [
                    {
                        "x": box["x"] + box["width"] * x / 1000,
                        "y": box["y"] + box["height"] * y / 600,
                    }
                    for x, y in place
                ]
                touched = {"type": kind, "touchPoints": points}
                finger.send("Input.dispatchTouchEvent", touched)

            touch("touchStart", (LEFT - 30, TOP - 30))
            for step in range(1, 5):
                touch("touchMove", (LEFT - 30 + step * 65, TOP - 30 + step * 90))
            touch("touchEnd")
            # The page stays where it is under the finger.
            self.assertEqual(page.evaluate("scrollY"), scrolled)
            # No tap: on a busy machine Chromium takes one for a long press.
            page.get_by_role("button", name="Use this picture").click()
            expect(page.locator(".tiles .said")).to_have_text("blacked out: 1")
            self.send(page)
        stored = self.stored()["a.jpeg"]
        self.assertEqual(stored.size, (4000, 2400))
        self.assertGone(stored.resize((1000, 600), Image.Resampling.NEAREST))

    def test_what_cannot_be_made_is_not_sent_as_it_was(self):
        with page_of(self.author, self.portal) as page:
            self.choose(page, "PNG", "JPEG")
            page.get_by_role("button", name="Add an area").click()
            # As browsers do that are short of memory.
            failing = "HTMLCanvasElement.prototype.toBlob = (done) => done(null)"
            page.evaluate(f"() => {{ {failing} }}")
            self.send(page)
            refused = page.locator(".tiles .refused")
            expect(refused).to_contain_text("crowd.png")
            expect(refused).to_contain_text("The file could not be sent.")
        self.assertEqual(list(self.stored()), ["crowd.jpeg"])

    def test_what_is_still_made_can_be_cancelled(self):
        with page_of(self.author, self.portal) as page:
            self.choose(page, "PNG")
            page.get_by_role("button", name="Add an area").click()
            page.evaluate(
                """() => {
                    HTMLCanvasElement.prototype.toBlob = (done) => {
                        window.held = done;
                        document.body.dataset.held = "1";
                    };
                }"""
            )
            page.get_by_role("button", name="Send").click()
            page.locator("body[data-held]").wait_for()
            page.get_by_role("button", name="Cancel: crowd.png").click()
            expect(page.locator(".tiles .refused")).to_contain_text("Cancelled.")
            page.evaluate("window.held(new Blob(['x'], { type: 'image/png' }))")
            page.wait_for_load_state("networkidle")
            expect(page.locator(".tiles .refused")).to_contain_text("Cancelled.")
        self.assertEqual(self.stored(), {})

    def test_by_numbers_and_keyboard_on_a_phone(self):
        with page_of(self.author, self.portal, **PHONE) as page:
            page.goto(f"{self.item}/upload")
            self.choose(page, "PNG")
            page.get_by_role("button", name="Add an area").focus()
            page.keyboard.press("Enter")
            for number in (29, 24, 22, 52):
                page.keyboard.press("Control+A")
                page.keyboard.type(str(number))
                page.keyboard.press("Tab")
            # One too many is taken out again.
            page.get_by_role("button", name="Add an area").press("Enter")
            page.get_by_role("button", name="Remove this area").last.press("Enter")
            width = page.evaluate("document.documentElement.scrollWidth")
            self.assertLessEqual(width, PHONE["viewport"]["width"])
            # What was covered is covered, whether or not one says so before sending.
            self.send(page)
        self.assertGone(self.stored()["crowd.png"])

    def test_what_a_browser_cannot_show_can_be_sent_as_it_is(self):
        with page_of(self.author, self.portal) as page:
            page.goto(f"{self.item}/upload")
            file = {"name": "a.tiff", "mimeType": "image/tiff", "buffer": crowd("TIFF")}
            page.set_input_files("#upload-files", [file])
            page.locator(".tiles .open").click()
            expect(page.locator(".tiles .said")).to_have_text(
                "The picture cannot be shown here."
            )
            self.send(page)
        self.assertEqual(list(self.stored()), ["a.tiff"])
