"""What the API says of a request that it does not do."""

from typing import Any


class ApiRefused(Exception):
    """``status`` is that of the answer; ``what`` is wrong, ``where`` and what ``to_do`` are
    sentences for a person. ``more`` are further members of the answer."""

    def __init__(
        self,
        status: int,
        what: object,
        *,
        where: object = "",
        to_do: object = "",
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(str(what))
        self.status, self.headers, self.more = status, headers or {}, more
        self.told = {"what": str(what), "where": str(where), "to_do": str(to_do)}

    @property
    def answer(self) -> dict[str, Any]:
        return {"error": self.told, **self.more}
