"""A web server of ours as a process: ``python graceful_server.py PORT``.

Its application answers after as many seconds as the address says. Knows no portal.
"""

import sys
import time
import waitress
from cites.cug.access.graceful_stop import handle_signals
from cites.cug.access.wsgi_filter import filter_app


def application(environ, start_response):
    time.sleep(float(environ["PATH_INFO"].strip("/") or 0))
    body = environ["wsgi.input"].read() or b"done"
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


if __name__ == "__main__":
    app = filter_app(application)
    handle_signals(None)
    waitress.serve(app, listen=f"127.0.0.1:{sys.argv[1]}", threads=4)
