"""A second factor: codes of an authenticator that change every 30 seconds (TOTP, RFC 6238), and
recovery codes, each good once. The rows and the arithmetic are django-otp's.

Who tries a code is counted (``spend_code``), and only who has the password comes so far.
"""

import re
import secrets
from base64 import b32encode
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from blog.accounts.event_log import record_event
from blog.comments.moderation.rate_counts import Spending, spend_limits
from blog.models import current_site
from blog.models.events import EventKind

NAME = "authenticator"
KEY_BYTES = 20  # RFC 4226, section 4: as long as what its hash gives
KEY_SALT = "blog.accounts.new-key"
KEY_SECONDS = 3600  # in which a key that was shown is taken
RECOVERY_CODES = 10
RECOVERY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none looks like another
RECOVERY_LENGTH = 12
HASH_LENGTH = 16  # of a recovery code's row: 64 bits of a keyed hash
OF_AUTHENTICATOR = re.compile(r"[0-9]{6}")


def has_factor(user: Any) -> bool:
    return TOTPDevice.objects.filter(user=user).exists()


def recovery_codes_left(user: Any) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def new_key() -> str:
    return secrets.token_hex(KEY_BYTES)


def signed_key(user: Any, key: str) -> str:
    """What a form has of a key that its user shall scan: nothing is stored until they did."""
    return signing.dumps([user.pk, key], salt=KEY_SALT)


def key_of_form(user: Any, signed: str) -> str | None:
    try:
        pk, key = signing.loads(signed, salt=KEY_SALT, max_age=KEY_SECONDS)
    except signing.BadSignature:
        return None
    return key if pk == user.pk else None


def key_letters(key: str) -> str:
    """A key for who types it, in groups of four."""
    letters = b32encode(bytes.fromhex(key)).decode()
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def key_address(user: Any, key: str) -> str:
    """What authenticators scan."""
    issuer = current_site().name.replace(":", " ")
    label = f"{issuer}:{user.get_username()}"
    secret = key_letters(key).replace(" ", "")
    asked = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(label)}?{asked}"


def spend_code(user: Any) -> Spending:
    """Counts one try of a code for an account; call it after the password was right."""
    return spend_limits({f"code {user.pk}": settings.BLOG_CODE_RATE_LIMIT})


@transaction.atomic
def turn_on(user: Any, key: str, code: str) -> list[str] | None:
    """The recovery codes of a user whose authenticator has the key; ``None`` where the code is
    not of it, or they have a factor already."""
    get_user_model().objects.select_for_update().get(pk=user.pk)  # two forms make one factor
    if has_factor(user):
        return None
    device = TOTPDevice.objects.create(user=user, name=NAME, key=key)
    if not accepts(device, plain_code(code)):
        device.delete()
        return None
    record_event(EventKind.FACTOR_ON, user.get_username())
    return make_recovery_codes(user)


@transaction.atomic
def accept_code(user: Any, code: str) -> bool:
    """Whether a code is the user's; it is none any more. Of two at the same time one is."""
    typed = plain_code(code)
    device = TOTPDevice.objects.select_for_update().filter(user=user).first()
    if device is not None and accepts(device, typed):
        return True
    recovery = StaticDevice.objects.select_for_update().filter(user=user).first()
    if recovery is None or not recovery.verify_token(hash_of_code(user, typed)):
        return False
    record_event(EventKind.CODE_USED, user.get_username(), by=user.get_username())
    return True


def accepts(device: TOTPDevice, typed: str) -> bool:
    return bool(OF_AUTHENTICATOR.fullmatch(typed)) and device.verify_token(typed)


@transaction.atomic
def make_recovery_codes(user: Any) -> list[str]:
    """New ones in place of any from before. They are nowhere but in what this returns."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=NAME)
    codes = [
        "".join(secrets.choice(RECOVERY_LETTERS) for _letter in range(RECOVERY_LENGTH))
        for _code in range(RECOVERY_CODES)
    ]
    for code in codes:
        device.token_set.create(token=hash_of_code(user, code))
    record_event(EventKind.CODES_MADE, user.get_username())
    return ["-".join(re.findall("....", code)) for code in codes]


@transaction.atomic
def turn_off(user: Any) -> bool:
    """Whether there was a factor to turn off."""
    count, _by_model = TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    if count:
        record_event(EventKind.FACTOR_OFF, user.get_username())
    return bool(count)


def plain_code(typed: str) -> str:
    """As it was shown, without what people type between its groups."""
    return re.sub(r"[\s-]", "", typed).lower()


def hash_of_code(user: Any, code: str) -> str:
    """A keyed hash: the codes are too short for one that anybody can make."""
    return salted_hmac(f"{KEY_SALT} {user.pk}", code, algorithm="sha256").hexdigest()[:HASH_LENGTH]
