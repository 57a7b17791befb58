"""What may go wrong with a question to a registry or another host, each with a sentence for
editors."""

from papers.registries.registry_record import RegistryName


class DoorFault(Exception):
    """The base of all faults; ``str()`` is the sentence. `retry_after` are the seconds that the
    host asked to wait, ``None`` where it named none; `registry` is the one that was asked, `status`
    what the host answered with, ``None`` where that was not the fault."""

    registry: RegistryName | None = None
    status: int | None = None

    def __init__(self, sentence: str, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class NotThere(DoorFault):
    """The host answers, and has no such work or page (404, 410)."""


class AskedTooOften(DoorFault):
    """The host wants to be asked later (429), or we already know that it does."""


class Unavailable(DoorFault):
    """No answer: no such host, no connection, no time left, or a fault of the host's own (5xx)."""


class InvalidReply(DoorFault):
    """An answer that is none: cut, too large, of another kind, no JSON or XML, another work's."""


class AddressRefused(DoorFault):
    """An address that we do not ask: not public, not on the list, another port or scheme."""
