"""Why a bibliography that is kept in step was not taken in."""


class WatchFault(Exception):
    """Nothing changes; ``str()`` is the sentence for the log."""


class NotYet(Exception):
    """Somebody writes it at this moment, or another process is at work on it."""
