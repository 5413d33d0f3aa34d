"""Files of the software: compressed once, kept for ever, and nothing else is."""

import gzip
import requests
import unittest
from cites.cug.demo.testing import PASSWORD
from cites.cug.web.layout.assets import asset_url, STATIC
from cites.cug.wsgi.static_files import compress, FOR_EVER, send_file, SMALL
from pathlib import Path
from tests.library.case import LibraryCase
from tests.some import some
from unittest.mock import MagicMock


NGINX = Path(__file__).parents[2] / "deploy" / "nginx" / "cug.conf"
SCRIPT = b"const cheetah = 1;\n" * 100


class SendFileTest(unittest.TestCase):
    content = SCRIPT

    def chunks(self, content):
        return iter([content])

    def ask(self, takes="gzip, deflate", kind="text/css", status="200 OK", more=()):
        seen = {}

        def application(environ, start_response):
            write = start_response(status, [("Content-Type", kind), *more])
            write(self.content[:10])
            return self.chunks(self.content[10:])

        def start_response(status, headers, exc_info=None):
            names = [name.lower() for name, _value in headers]
            self.assertCountEqual(set(names), names)
            seen.update(zip(names, (value for _name, value in headers), strict=True))

        environ = {"HTTP_ACCEPT_ENCODING": takes}
        seen["body"] = b"".join(send_file(application, environ, start_response))
        return seen

    def test_scripts_styles_and_drawings_are_compressed(self):
        for kind in ("text/css; charset=utf-8", "text/javascript", "image/svg+xml"):
            answer = self.ask(kind=kind, more=[("Content-Length", "1900")])
            self.assertEqual(answer["content-encoding"], "gzip", kind)
            self.assertEqual(answer["vary"], "Accept-Encoding")
            self.assertEqual(answer["content-length"], str(len(answer["body"])))
            self.assertEqual(gzip.decompress(answer["body"]), SCRIPT)

    def test_who_does_not_take_it_gets_it_plain_and_caches_learn_of_both(self):
        for takes in ("", "identity", "br", "gzip;q=0", "gzip; q=0.000"):
            answer = self.ask(takes)
            self.assertEqual(answer["body"], SCRIPT, takes)
            self.assertNotIn("content-encoding", answer, takes)
            self.assertEqual(answer["vary"], "Accept-Encoding", takes)
        for takes in ("br, GZIP", "gzip;q=0.5", "gzip;q=1.0"):
            self.assertEqual(self.ask(takes)["content-encoding"], "gzip", takes)

    def test_pages_and_what_is_compressed_already_stay_as_they_are(self):
        coded = [("Content-Encoding", "br")]
        for answer in (
            self.ask(kind="text/html"),
            self.ask(kind="image/png"),
            self.ask(status="404 Not Found"),
            self.ask(more=coded),
        ):
            self.assertEqual(answer["body"], SCRIPT)
            self.assertNotIn("vary", answer)

    def test_what_is_small_is_sent_as_it_is(self):
        for size, said in ((SMALL, None), (SMALL + 1, "gzip")):
            self.content = SCRIPT[:size]
            answer = self.ask()
            self.assertEqual(said, answer.get("content-encoding"), size)
            self.assertEqual(answer["content-length"], str(len(answer["body"])))

    def test_what_a_browser_has_already_bears_no_length(self):
        self.content = b""
        for more in ((), [("Vary", "Cookie")]):
            answer = self.ask(status="304 Not Modified", more=more)
            self.assertEqual(answer["vary"], "Accept-Encoding")
            self.assertNotIn("content-length", answer)
            self.assertEqual(answer["body"], b"")

    def test_files_are_closed(self):
        chunks = MagicMock()
        self.chunks = lambda _content: chunks
        self.ask()
        chunks.close.assert_called_once_with()

    def test_it_is_compressed_alike_in_all_processes(self):
        compress.cache_clear()
        self.assertEqual(gzip.compress(SCRIPT, mtime=0), compress(SCRIPT))

    def test_each_file_is_compressed_once(self):
        compress.cache_clear()
        for _time in range(3):
            self.ask()
        self.assertEqual(compress.cache_info().misses, 1)

    def test_nginx_does_not_compress_pages(self):
        self.assertIn("    gzip off;\n", NGINX.read_text(encoding="utf-8"))


class PortalTest(LibraryCase):
    def get(self, url, **options):
        headers = {"Accept-Encoding": "gzip"}
        return requests.get(url, headers=headers, timeout=60, **options)

    def test_files_come_compressed_and_are_kept_by_their_names(self):
        for name in ("editor.js", "portal.css", "nominal.js"):
            answer = self.get(asset_url(self.portal, name))
            self.assertEqual(answer.headers["Content-Encoding"], "gzip", name)
            self.assertEqual(answer.headers["Cache-Control"], FOR_EVER, name)
            self.assertEqual(answer.content, (STATIC / name).read_bytes())
        unnamed = self.get(f"{self.portal}/++resource++cites.cug/portal.css")
        self.assertNotEqual(unnamed.headers["Cache-Control"], FOR_EVER)

    def test_pages_and_answers_never_are(self):
        account = ("customs-xa", PASSWORD)
        for path in ("", "cheetahs/messages/write", "cheetahs/@library", "login"):
            answer = self.get(f"{self.portal}/{path}", auth=account)
            self.assertNotIn("Content-Encoding", answer.headers, path)

    def test_styles_fetch_nothing_by_another_name(self):
        for file in some(STATIC.glob("*.css")):
            said = file.read_text(encoding="utf-8").replace('url("data:', "")
            self.assertNotIn("url(", said, file.name)
