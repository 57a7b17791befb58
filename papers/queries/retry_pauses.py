"""How long what failed waits before it is tried again, each time longer."""

from datetime import timedelta

HOST_PAUSES = [timedelta(minutes=n) for n in (1, 5, 30, 120, 600)]
"""Another host was away or wanted peace: a registry, the mail server."""
JOB_PAUSES = [timedelta(minutes=n) for n in (0.5, 2, 8, 30, 120)]
"""A job of our own failed."""
