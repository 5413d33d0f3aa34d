"""What one POST of an alert stores: ``stored.py FOLDER SIZE``.

Makes a library of so many items in the folder, unless it has one. Prints processor time
of the request, what the database grows by, and objects and bytes by class, each for one
request. It adds to the library.
"""

import subprocess
import sys
import Zope2
from cases import new_item
from cites.cug.operations.start import spare_collections
from collections import Counter
from inside import log_in, request
from instance import configure
from opened import opened
from pathlib import Path
from statistics import median
from time import process_time
from ZODB.FileStorage import FileStorage
from ZODB.utils import get_pickle_metadata


TIMES = 25


def main() -> None:
    folder, size = Path(sys.argv[1]), sys.argv[2]
    sys.argv[1:] = []
    if not folder.exists():
        folder.mkdir(parents=True)
        configure(folder, port=0)
        builder = Path(__file__).with_name("build_ours.py")
        subprocess.run([sys.executable, builder, folder, size], check=True)
    sizes, numbers = Counter(), Counter()
    store = FileStorage.store

    def counting(storage, oid, serial, data, *more):
        kind = get_pickle_metadata(data)[1]
        sizes[kind] += len(data)
        numbers[kind] += 1
        return store(storage, oid, serial, data, *more)

    with opened(folder):
        spare_collections(None)  # as a process that serves does at its start
        work = new_item().ours
        asked = (work.paths[0], work.accept, log_in(), work.body)
        for _time in range(10):  # the first ones take longer
            request(*asked)
        FileStorage.store = counting
        before, times = Zope2.DB.getSize(), []
        for _time in range(TIMES):
            begin = process_time()
            request(*asked)
            times.append(1000 * (process_time() - begin))
        grown = (Zope2.DB.getSize() - before) / TIMES / 1000
    objects = sum(numbers.values()) / TIMES
    print(f"{median(times):.1f} ms, {grown:.1f} kB, {objects:.0f} objects")
    for kind, size in sizes.most_common():
        print(f"{size / TIMES:8.0f} bytes in {numbers[kind] / TIMES:5.1f} {kind}")


if __name__ == "__main__":
    main()
