"""What is looked for does not stand in the access log."""

import unittest
from cites.cug.access.access_log import filter_app
from wsgiref.util import setup_testing_defaults


def application(environ, start_response):
    start_response("200 OK", [("Content-Length", "0")])
    return []


class TestAccessLog(unittest.TestCase):
    def test_addresses_without_their_query(self):
        environ = {
            "PATH_INFO": "/portal/@permits",
            "QUERY_STRING": "country=XA&number=zqnumber",
            "HTTP_REFERER": "http://localhost/portal/permits?number=zqnumber",
        }
        setup_testing_defaults(environ)
        with self.assertLogs("wsgi") as logs:
            filter_app(application)(environ, lambda *_args: None)
        (line,) = logs.output
        self.assertIn('"GET /portal/%40permits HTTP/1.0" 200 0', line)
        self.assertIn('"http://localhost/portal/permits"', line)
        self.assertNotIn("zqnumber", line)
