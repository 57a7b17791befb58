"""An authenticator as on a phone: it knows a key, and has a code for each 30 seconds."""

from types import SimpleNamespace

import pytest
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp import models

NOW = 1_800_000_000
"""What the clocks say of phones, and of the site while ``stop_clock`` holds: no code grows old
while a test is under way, however busy the machine is."""


class Authenticator:
    """``code`` gives the next one: each works once, and a test does not wait for the clock."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.step = -1

    def code(self) -> str:
        totp = TOTP(bytes.fromhex(self.key))
        totp.time = NOW + 30 * self.step
        self.step += 1
        return f"{totp.token():06}"


def stop_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "time", SimpleNamespace(time=lambda: NOW))
