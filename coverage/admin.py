from coverage.desk.admin import *  # noqa: F403
