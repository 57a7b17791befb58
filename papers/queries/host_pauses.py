"""How long what another host did not answer waits before it is asked again, each time longer."""

from datetime import timedelta

HOST_PAUSES = [timedelta(minutes=n) for n in (1, 5, 30, 120, 600)]
"""A registry, the mail server or another blog was away, or wanted peace."""
