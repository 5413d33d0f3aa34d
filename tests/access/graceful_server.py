"""A web server of ours as a process: ``python graceful_server.py PORT``.

Its application answers after as many seconds as the address says. Knows no portal. It
says ``received`` for each piece of a request that has come, and ``stopping`` once it has
been told to end.
"""

import sys
import time
import waitress
from cites.cug.access.graceful_stop import handle_signals, is_stopping
from cites.cug.access.web_server import Channel
from cites.cug.access.wsgi_filter import filter_app
from threading import Thread


def application(environ, start_response):
    time.sleep(float(environ["PATH_INFO"].strip("/") or 0))
    body = environ["wsgi.input"].read() or b"done"
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def tell_of_pieces():
    receive = Channel.received

    def received(channel, data):
        said = receive(channel, data)
        print("received", flush=True)
        return said

    Channel.received = received


def tell_of_stop():
    while not is_stopping():
        time.sleep(0.01)
    print("stopping", flush=True)


if __name__ == "__main__":
    tell_of_pieces()
    Thread(target=tell_of_stop, daemon=True).start()
    app = filter_app(application)
    handle_signals(None)
    waitress.serve(app, listen=f"127.0.0.1:{sys.argv[1]}", threads=4)
