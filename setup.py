"""Installer; pins live in constraints.txt, tool settings in pyproject.toml."""

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from pathlib import Path
from setuptools import find_namespace_packages, setup
from setuptools.command.build_py import build_py


HERE = Path(__file__).parent
SOURCE = "src/cites.cug"


class BuildWithTranslations(build_py):
    """Compiles the catalogues into the wheel, whose place need not be writable later.

    In a checkout Zope does so as it starts: see `zope_i18n_compile_mo_files`.
    """

    def run(self):
        super().run()
        if not self.editable_mode:
            for source in Path(self.build_lib).rglob("locales/*/LC_MESSAGES/*.po"):
                with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
                    write_mo(mo, read_po(po))


setup(
    name="cites.cug",
    version="1.0.0.dev0",
    description="Closed user groups on illegal trade in protected species, on Plone",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license_expression="GPL-2.0-or-later",
    classifiers=[
        "Environment :: Web Environment",
        "Framework :: Plone",
        "Framework :: Plone :: 6.2",
        "Framework :: Plone :: Addon",
        "Programming Language :: Python",
        "Programming Language :: Python :: 3.11",
        "Operating System :: POSIX :: Linux",
    ],
    python_requires=">=3.11",
    packages=find_namespace_packages(SOURCE, include=["cites", "cites.*"]),
    package_dir={"": SOURCE},
    # All that git has below src/: MANIFEST.in.
    include_package_data=True,
    cmdclass={"build_py": BuildWithTranslations},
    zip_safe=False,
    install_requires=[
        "Babel",
        "Markdown",
        "Pillow",
        "Products.CMFPlone",
        "SQLAlchemy>=2",
        "WebOb",
        "alembic",
        "argon2-cffi",
        "cites.nonnominal==1.0.0.dev0",
        "click",
        "collective.monkeypatcher",
        "collective.workspace",
        "cryptography",
        "lxml",
        "openpyxl",
        "phonenumbers",
        "pikepdf",
        "plone.api",
        "plone.app.discussion",
        "plone.app.versioningbehavior",
        "plone.classicui",
        "plone.restapi",
        "prometheus-client",
        "pyotp",
        "pyrage",
        "pyroaring",
        "pystemmer",
        "python-dateutil",
        "python-docx",
        "python-magic",
        "pytz",
        "rapidfuzz",
        "reportlab",
        "segno",
        "webauthn>=3",
        "zope.sqlalchemy",
        "zxcvbn",
    ],
    extras_require={
        # What a served site needs beside the add-on.
        "server": [
            "plone.recipe.zeoserver",
            "plone.recipe.zope2instance",
            "zc.buildout",
            "zc.recipe.egg",
        ],
        # What `profiles/postgresql.cfg` needs.
        "postgresql": ["RelStorage", "psycopg2-binary"],
        # The documents of the demonstration are made, not shipped.
        "demo": ["reportlab"],
        "test": [
            "PyYAML",
            "aiosmtpd",
            "axe-playwright-python",
            "hypothesis",
            "i18ndude",
            "img2pdf",
            "jsonschema",
            "odfpy",
            "openapi-spec-validator",
            "playwright",
            "plone.app.testing",
            "pymisp",
            "pytest",
            "pytest-plone",
            "python-pptx",
            "requests",
            "stix2",
            "taxii2-client",
            "time-machine",
            "towncrier",
            "zc.recipe.testrunner",
            "zope.testrunner",
        ],
        "check": [
            "bandit",
            "i18ndude",
            "mypy",
            "pip-audit",
            "ruff",
            "types-openpyxl",
            "types-python-dateutil",
            "zpretty",
        ],
        # Asks a started portal all that it describes: `make fuzz`, installed apart.
        "fuzz": ["schemathesis"],
        # What installs all of this: scripts/environment.py takes both from the pins.
        "installer": ["pip", "uv"],
        # Stock Plone, to measure beside it: pinned here, installed apart.
        "bench": ["Plone"],
    },
    entry_points={
        "plone.autoinclude.plugin": ["target = plone"],
        "paste.filter_app_factory": [
            "access-log = cites.cug.wsgi.access_log:filter_app",
            "door = cites.cug.wsgi.wsgi_filter:filter_app",
        ],
    },
)
