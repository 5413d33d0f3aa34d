"""The pictures of the help: screens of the demonstration, in the reader's language.

``![what it shows](home.webp)``, alone in a paragraph, shows one of them. They are files
of the software, made by ``make screenshots``.
"""

import re
from cites.cug.web.help.texts import help_text
from cites.cug.web.layout.assets import asset_url, STATIC
from functools import lru_cache
from pathlib import Path
from PIL import Image


#: Below ``STATIC``, with a folder for each language.
DIRECTORY = "help"
#: What has no picture of its own shows this one.
ORIGINAL = "en"
#: As Markdown writes it.
PICTURE = re.compile(r'<p><img alt="([^"]+)" src="([\w-]+\.webp)" /></p>')


@lru_cache
def body_with_pictures(part: str, language: str, portal_url: str) -> str:
    """The HTML of a text of the help, with pictures that load when they are reached.

    Each leads to itself, larger than a phone shows it.
    """

    def figure(found: re.Match[str]) -> str:
        alt, name = found.groups()
        file = picture_file(language, name)
        url = asset_url(portal_url, str(file.relative_to(STATIC)))
        with Image.open(file) as picture:
            width, height = picture.size
        return (
            f'<p class="screen"><a href="{url}"><img alt="{alt}" src="{url}"'
            f' width="{width}" height="{height}" loading="lazy" /></a></p>'
        )

    return PICTURE.sub(figure, help_text(part, language).body)


def picture_file(language: str, name: str) -> Path:
    """The picture in that language, or else the original."""
    own = STATIC / DIRECTORY / language / name
    return own if own.is_file() else STATIC / DIRECTORY / ORIGINAL / name
