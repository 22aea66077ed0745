"""What holds for every test: hypothesis tries the same examples each time, so that a change that broke nothing never fails.

`HYPOTHESIS_PROFILE=explore pytest` looks for new ones.
"""

import os

from hypothesis import settings

settings.register_profile("same", derandomize=True)
settings.register_profile("explore", print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
