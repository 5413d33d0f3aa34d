"""A picture that is cut off is damaged: whoever imports this has Pillow say so.

``plone.scale`` has Pillow take such pictures, in the whole process, when it is imported.
"""

import plone.scale.scale  # noqa: F401 - it must not come later
from PIL import ImageFile


ImageFile.LOAD_TRUNCATED_IMAGES = False
