"""Prints docs/licences.md: what an installed portal combines, and under which licences.

    .venv/bin/python scripts/licences.py > docs/licences.md

What packages say of themselves is read from their metadata; ALLOWED is what may be
pinned.
"""

import re
from collections.abc import Iterable, Iterator
from editor import packages as editor_packages
from environment import VENV
from importlib.metadata import Distribution, distributions
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pathlib import Path


PRODUCT = "cites-cug"
#: Its own distributions, which are under the same licence.
OURS = (PRODUCT, "cites-nonnominal")
PLONE = "products-cmfplone"
#: Extras that a served portal is made of; the others are for those who develop it.
SHIPPED = ("server", "postgresql")

#: Licences of what may be pinned, as SPDX names them. “GPL” and “LGPL” stand for metadata
#: that name no version.
ALLOWED = frozenset(
    {
        *("AFL-2.1", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "GPL"),
        *("GPL-2.0-only", "GPL-2.0-or-later", "LGPL", "LGPL-2.1-only"),
        *("LGPL-2.0-or-later", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0"),
        *("PSF-2.0", "Public Domain", "Repoze", "Unlicense", "ZPL-2.1"),
    }
)
#: Other words for them.
WORDS = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "BSD-derived (https://repoze.org/LICENSE.txt)": "Repoze",
    "BSD-like (http://repoze.org/license.html)": "Repoze",
    "GNU General Public License (GPL)": "GPL",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL",
    "GPL version 2": "GPL-2.0-only",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "Repoze Public License": "Repoze",
    "Zope Public License": "ZPL-2.1",
    "gpl": "GPL",
}
#: Where the metadata say nothing, or nothing definite: what the package's own files say.
SAID_ELSEWHERE = {
    "axe-playwright-python": "MIT",
    "orderedmultidict": "Unlicense",
    "pyrage": "MIT",
}
FREE = "License :: "


def installed(*venvs: Path) -> dict[str, Distribution]:
    """The packages of virtual environments by their names."""
    folders = [str(path) for venv in venvs for path in venv.glob("lib/*/site-packages")]
    return {canonicalize_name(found.name): found for found in distributions(path=folders)}


def licence(package: Distribution) -> str:
    """What a package is licensed under: SPDX names, with “OR” and “AND” between them."""
    metadata = package.metadata
    name = canonicalize_name(package.name)
    classified = [
        line.rpartition(" :: ")[2]
        for line in metadata.get_all("Classifier", ())
        if line.startswith(FREE) and not line.endswith("OSI Approved")
    ]
    said = SAID_ELSEWHERE.get(name) or metadata.get("License-Expression")
    if said is None:
        named = classified or [metadata.get("License") or ""]
        said = " OR ".join(sorted({WORDS.get(word, word) for word in named}))
    return said


def unknown(said: str) -> set[str]:
    """Licences of an expression that are not on the list."""
    return set(re.split(r" (?:OR|AND) ", said)) - ALLOWED


def combined(
    packages: dict[str, Distribution], root: str, extras: Iterable[str] = ()
) -> dict[str, Distribution]:
    """A package, what it needs, and what that needs."""
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(root, extra) for extra in ("", *extras)]
    while waiting:
        step = waiting.pop()
        name, extra = step
        if step in seen or name not in packages:
            continue
        seen.add(step)
        found[name] = packages[name]
        waiting.extend(_needs(packages[name], extra))
    return found


def shipped(packages: dict[str, Distribution]) -> dict[str, Distribution]:
    """What a served portal is made of, beside our own code."""
    found = combined(packages, PRODUCT, SHIPPED)
    return {name: package for name, package in found.items() if name not in OURS}


def _needs(package: Distribution, extra: str) -> Iterator[tuple[str, str]]:
    for line in package.requires or ():
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": extra}):
            for wanted in ("", *needed.extras):
                yield canonicalize_name(needed.name), wanted


def rows(packages: Iterable[Distribution]) -> list[str]:
    """The table's lines, by name."""
    ordered = sorted(packages, key=lambda package: package.name.lower())
    return [f"| {package.name} | {licence(package)} |" for package in ordered]


INTRODUCTION = """\
# Licences

Printed by `.venv/bin/python scripts/licences.py > docs/licences.md` from the metadata
of the pinned packages; a test holds it to them. `ALLOWED` in that script lists the
licences that a pinned package may have.

The code of `cites.cug` is under the GNU General Public License, **version 2 or any
later version, at your choice**. So it can be combined, under version 3, with packages
under the Apache License 2.0, which the Free Software Foundation holds to be compatible
with version 3 and not with version 2.

Running a portal, changing it and having it hosted needs no thought about this. Passing
it on does: whoever hands an installed portal, a container image for instance, to
somebody else distributes what stands below together.

- With it goes the source of all of it, or an offer of that; `constraints.txt` names
  each version.
- Under the Apache License are, of what Plone itself needs: {plones}; of what this
  add-on needs: {ours}.
- Many of Plone's own packages say “GPL version 2” or `GPL-2.0-only`. Where that means
  version 2 *only*, the Free Software Foundation's reading allows no image with both in
  it, be it this portal's or any other of Plone. The licence of our own code cannot mend
  that: ask the Plone Foundation, or pass on the checkout, which fetches each package
  from its makers, instead of an image.
- Debian's packages that are called as programs (poppler, libheif, ClamAV) are separate
  works.

The text editor of the forms, `editor.js`, has others' code built in, all of it under the
MIT licence, whose texts go with it in `editor-licences.txt`: {editor}.

Not among them: what only developers install (extras `demo`, `test`, `check`, `bench`).
Lists of words, names and places in the package have their sources and licences in the
`README.md` of each folder `data`.

What a portal on Linux is made of:

| Package | Licence |
| --- | --- |
"""


def page() -> str:
    packages = installed(VENV)
    ours = shipped(packages)
    apache = _apache(ours)
    plones = _apache(combined(packages, PLONE))
    told = INTRODUCTION.format(
        plones=", ".join(sorted(plones)),
        ours=", ".join(sorted(apache - plones)),
        editor=_built_in(),
    )
    return told + "\n".join(rows(ours.values()))


def _built_in() -> str:
    """What the text editor is made of; nothing else may be without a word here."""
    found = editor_packages()
    others = {name for name, (_version, said) in found.items() if said != "MIT"}
    if others:
        raise SystemExit(f"Not under the MIT licence: {', '.join(sorted(others))}")
    return ", ".join(f"{name} {version}" for name, (version, _said) in found.items())


def _apache(packages: dict[str, Distribution]) -> set[str]:
    """Those under the Apache License that nobody can take under another."""
    return {
        name
        for name, found in packages.items()
        if "Apache-2.0" in licence(found).split(" AND ")
    }


if __name__ == "__main__":
    print(page())
