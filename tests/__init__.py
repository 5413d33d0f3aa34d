"""The tests. Property tests draw the same examples in every run: a test that fails only
now and then tells nobody anything. More are drawn with ``HYPOTHESIS_PROFILE=explore``.
"""

import os
from hypothesis import HealthCheck
from hypothesis import settings


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
