"""The modules of `scripts/`, which otherwise run on the system's Python."""

import importlib
import sys
from tests.deployment.processes import ROOT


sys.path.append(str(ROOT / "scripts"))
environment = importlib.import_module("environment")
advisories = importlib.import_module("advisories")
licences = importlib.import_module("licences")
check = importlib.import_module("check")
editor = importlib.import_module("editor")
