"""Makes Pillow raise an exception for pictures that are cut off.

``plone.scale`` makes Pillow accept them, in the whole process, when it is imported.
"""

import plone.scale.scale  # noqa: F401 - it must not come later
from PIL import ImageFile


ImageFile.LOAD_TRUNCATED_IMAGES = False
