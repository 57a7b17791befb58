"""How often registries are asked about a work: when a question is due again."""

from datetime import timedelta

ASKED_EVERY = timedelta(days=7)
ASKED_AGAIN = timedelta(days=28)
"""Where no registry has the work, or none is asked."""
RETRIED_EVERY = timedelta(days=1)
"""What failed so often that none of the ``HOST_PAUSES`` of ``host_pauses`` is left."""
