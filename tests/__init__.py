"""The tests. Property tests draw the same examples in every run: a test that fails only
now and then tells nobody anything. More are drawn with ``HYPOTHESIS_PROFILE=explore``.

Page templates are compiled once for all processes of all runs, and not in each anew.
"""

import gc
import os
from hashlib import sha256
from hypothesis import HealthCheck, settings
from pathlib import Path


ROOT = Path(__file__).parents[1]
#: Another folder for other versions of what compiles them.
TEMPLATES = (
    "templates-" + sha256((ROOT / "constraints.txt").read_bytes()).hexdigest()[:12]
)


def keep_templates() -> None:
    """Let this process and those it starts share compiled templates."""
    folder = ROOT / "var" / TEMPLATES
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("CHAMELEON_CACHE", str(folder))


keep_templates()
# As programs of a deployment do; see profiles/base.cfg.
gc.set_threshold(20_000, 20, 20)

settings.register_profile(
    "repeatable",
    derandomize=True,
    database=None,
    deadline=None,  # machines differ; limits of time stay out of tests
    suppress_health_check=list(HealthCheck),
)
settings.register_profile(
    "explore", settings.get_profile("repeatable"), derandomize=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
