"""A web server of ours as a process: ``python graceful_server.py PORT FOLDER``.

Its application answers after as many seconds as the address says, or once the folder has
a file of the name that it says; below ``/beside``, it answers at once and works for so
long beside its requests. Knows no portal. It says ``received`` for each piece of a
request that has come, ``stopping`` once it has been told to end, ``worked`` at the end of
that work, and ``closing`` when it serves no more; then it has something else to do while
the folder has a file ``busy``. ``/broken`` gives it a second server, for which it cannot
wait.
"""

import socket
import sys
import time
import waitress
from cites.cug.core.jobs.background import begin
from cites.cug.wsgi.graceful_stop import handle_signals, is_stopping, note_server
from cites.cug.wsgi.web_server import Channel
from cites.cug.wsgi.wsgi_filter import filter_app
from functools import partial
from pathlib import Path
from threading import Thread


class Broken:
    """A server that cannot have more threads."""

    socket = socket.socket()


BROKEN = Broken()


def work(seconds, _ending):
    time.sleep(seconds)
    print("worked", flush=True)


def wait(when):
    """So many seconds, or until there is a file of that name."""
    if when.isdecimal():
        time.sleep(int(when))
    else:
        while not Path(sys.argv[2], when).exists():
            time.sleep(0.01)


def application(environ, start_response):
    beside, _below, when = environ["PATH_INFO"].rpartition("/")
    if beside == "/broken":
        note_server(BROKEN)
    elif beside == "/beside":
        begin("work", partial(work, float(when)))
    else:
        wait(when or "0")
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
    print("closing", flush=True)
    while Path(sys.argv[2], "busy").exists():
        time.sleep(0.01)
