"""Keys in the environment, as a deployment may have them."""

import os
import unittest
from cites.cug.core.encryption.keys import ENVIRONMENT
from tests.core.encryption.test_keys import OLD, word
from unittest import mock


class KeysInEnvironment(unittest.TestCase):
    def setUp(self):
        self.keys(OLD)

    def keys(self, *keys):
        value = " ".join(map(word, keys))
        patch = mock.patch.dict(os.environ, {ENVIRONMENT: value})
        patch.start()
        self.addCleanup(patch.stop)
