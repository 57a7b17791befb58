"""The process environment as typed values; a bad value stops the start with one sentence."""

import os
import secrets
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}
SMTP_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
MAIL_BACKENDS = dict.fromkeys(SMTP_PORTS, "smtp") | {"file": "filebased", "console": "console"}


def read_flag(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in TRUE | FALSE:
        return value.lower() in TRUE
    raise ImproperlyConfigured(f"{name} is {value!r}; set it to 1 or 0.")


def read_number(name: str, default: int) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.isascii() and value.isdigit():
        return int(value)
    raise ImproperlyConfigured(f"{name} is {value!r}; set it to a whole number such as {default}.")


def read_list(name: str, default: list[str]) -> list[str]:
    value = os.environ.get(name)
    if value is None:
        return default
    return [part.strip() for part in value.split(",") if part.strip()]


def read_site_url(default: str) -> str:
    """The site's own address without a trailing slash, such as ``https://blog.example.org``."""
    value = os.environ.get("SITE_URL", default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
        raise ImproperlyConfigured(
            f"SITE_URL is {value!r}; set it to an address such as https://blog.example.org"
        )
    return value


def read_email() -> dict[str, Any]:
    """Where mail goes: Django's settings for ``EMAIL_URL``, nothing where it is not set.

    ``smtp://user:password@host:25`` without encryption, ``smtp+tls://`` with STARTTLS (port 587),
    ``smtps://`` with TLS from the start (465), ``file:///folder``, ``console:``. What stands
    before the ``@`` is percent-encoded.
    """
    value = os.environ.get("EMAIL_URL", "")
    if not value:
        return {}
    example = "smtp+tls://user:password@mail.example.org:587"
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"EMAIL_URL cannot be read; set it to {example}") from error
    backend = f"django.core.mail.backends.{MAIL_BACKENDS.get(parts.scheme, '')}.EmailBackend"
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": backend}
    if parts.scheme == "file" and parts.path:
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": unquote(parts.path)}
    if parts.scheme not in SMTP_PORTS or not parts.hostname:
        raise ImproperlyConfigured(
            f"EMAIL_URL names no way to send mail that we know; set it to {example}"
        )
    return {
        "EMAIL_BACKEND": backend,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or SMTP_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def read_choice(name: str, default: str, choices: set[str]) -> str:
    value = os.environ.get(name, default).upper()
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to one of {sorted(choices)}.")
    return value


def need_driver(module: str, setting: str, package: str) -> None:
    """Stops the start where what a setting asks for is not installed."""
    if find_spec(module) is None:
        raise ImproperlyConfigured(
            f"{setting} needs the Python package {module}, which is not installed; install it with "
            f"{sys.executable} -m pip install '{package}', or unset {setting}."
        )


def read_data_dir(default: Path) -> Path:
    """The folder of the SQLite file, media, static files and the generated key; made if missing."""
    folder = Path(os.environ.get("DATA_DIR") or default).expanduser().absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"DATA_DIR {folder} cannot be made ({error.strerror}); set DATA_DIR to a folder "
            "that you may write."
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(
            f"DATA_DIR {folder} cannot be written; set DATA_DIR to a folder that you may write."
        )
    return folder


def read_secret_key(data_dir: Path) -> str:
    """``SECRET_KEY``, else the key in the data folder, which the first start makes."""
    if value := os.environ.get("SECRET_KEY"):
        return value
    path = data_dir / "secret_key"
    try:
        if not path.exists():
            make_secret_key(path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{path} cannot be written ({error.strerror}); set SECRET_KEY, or make DATA_DIR "
            "writable."
        ) from error
    key = path.read_text().strip()
    if not key:
        raise ImproperlyConfigured(f"{path} is empty; delete it and start again.")
    return key


def make_secret_key(path: Path) -> None:
    """Writes a new key whole or not at all; of several processes the first one's stays."""
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(50))
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
