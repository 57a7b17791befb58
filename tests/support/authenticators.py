"""An authenticator as on a phone: it knows a key, and has a code for each 30 seconds."""

import time

from django_otp.oath import TOTP


class Authenticator:
    """``code`` gives the next one: each works once, and a test does not wait for the clock."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.step = -1

    def code(self) -> str:
        totp = TOTP(bytes.fromhex(self.key))
        totp.time = time.time() + 30 * self.step
        self.step += 1
        return f"{totp.token():06}"
