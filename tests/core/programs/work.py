"""What the tests have workers do."""

import json
import os
import signal
import subprocess
import sys
import time
from cites.cug.core.programs.workers import LENGTH_BYTES


def echo(source, times):
    content = source.read()
    return {"length": len(content)}, content * times


def end_as_an_answer(source, cut_at, mark):
    """A file that has what an answer ends with, just before where it is cut off."""
    words, behind = json.dumps({"kind": "forged"}).encode(), bytes.fromhex(mark)
    size = cut_at - len(words) - 2 * LENGTH_BYTES - len(behind)
    lengths = [one.to_bytes(LENGTH_BYTES, "big") for one in (size, len(words))]
    return {}, b"".join((bytes(size), words, *lengths, behind, bytes(100)))


def tell_process(source):
    return {"process": os.getpid()}, b""


def spin(source):
    while True:
        pass


def sleep(source):
    time.sleep(600)


def start_another(source):
    subprocess.run([sys.executable, "-c", "import time; time.sleep(600)"], check=True)
    return {}, b""


def take_memory(source):
    return {}, bytearray(4 * 2**30)[:1]


def fail(source):
    raise ValueError("words of the file")


def kill_itself(source):
    os.kill(os.getpid(), signal.SIGKILL)


def kill_server(source):
    os.kill(os.getppid(), signal.SIGKILL)
    return {}, b""


def tell_surroundings(source):
    files = []
    for number in os.listdir("/proc/self/fd"):
        try:
            files.append(os.fstat(int(number)).st_ino)
        except OSError:  # the folder itself, read to its end
            continue
    return {"environment": sorted(os.environ), "files": files}, b""


def write_into_source(source):
    try:
        os.lseek(source.fileno(), 0, os.SEEK_SET)
        os.write(source.fileno(), b"changed")
    except OSError:
        pass
    return {}, b""


def leave_one_that_writes(source, when):
    """Whoever takes a worker over may leave a process that holds the answer's file.

    It writes as soon as the folder ``when`` is there, and removes that.
    """
    content = source.read()
    if os.fork():
        return {}, content
    os.setsid()
    target = None
    for number in map(int, os.listdir("/proc/self/fd")):
        try:
            os.ftruncate(number, os.fstat(number).st_size)  # only what can be written
            target = number
        except OSError:
            os.closerange(max(number, 3), number + 1)
    for _time in range(1000):
        if os.path.exists(when):
            os.pwrite(target, b"changed", 0)
            os.rmdir(when)
            break
        time.sleep(0.01)
    os._exit(0)
