"""What pyproject.toml cannot say: translations are compiled into the wheel."""

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from pathlib import Path
from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithTranslations(build_py):
    """The same as in the setup.py of ``cites.cug``; each is built by itself."""

    def run(self):
        super().run()
        if not self.editable_mode:
            for source in Path(self.build_lib).rglob("locales/*/LC_MESSAGES/*.po"):
                with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
                    write_mo(mo, read_po(po))


setup(cmdclass={"build_py": BuildWithTranslations})
