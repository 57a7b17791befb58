"""The process environment as typed values; a bad value stops the start with one sentence."""

import os
import re
import secrets
import stat
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

from config.durable_files import sync_path

SITE_URL = re.compile(r"https?://[^\s/?#@\\]+(/(?!\.{1,2}(/|\Z))[A-Za-z0-9._~-]+)*")
BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]")
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


def read_text(name: str, default: str, longest: int = 200) -> str:
    """One line of words, with the blanks around it gone."""
    value = " ".join(os.environ.get(name, "").split()) or default
    if len(value) > longest:
        raise ImproperlyConfigured(f"{name} is too long; it has at most {longest} characters.")
    return value


def read_language(name: str, default: str) -> str:
    value = os.environ.get(name) or default
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", value):
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to a code such as en or zh-Hans.")
    return value


def read_zone(name: str, default: str) -> str:
    value = os.environ.get(name) or default
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ImproperlyConfigured(
            f"{name} is {value!r}; set it to a time zone such as Europe/Berlin or Asia/Seoul."
        ) from error
    return value


def read_site_url(default: str) -> str:
    """The site's own address without a trailing slash: ``https://blog.example.org``, or below a
    path, ``https://example.org/~ada/blog``. The default is taken as it is: whoever serves at
    ``PORT`` says what is wrong with that."""
    value = os.environ.get("SITE_URL", default).rstrip("/")
    is_stated = value != default
    if is_stated and not (SITE_URL.fullmatch(value) and has_possible_port(value)):
        raise ImproperlyConfigured(
            f"SITE_URL is {value!r}; set it to an address such as https://blog.example.org or "
            "https://example.org/blog; a port, as in http://localhost:8000, is at most 65535."
        )
    return value


def read_registries(known: dict[str, str]) -> dict[str, str]:
    """The base address of each registry that is asked: ``REGISTRIES`` names them (none where it is
    empty), ``CROSSREF_URL`` and its like replace the services' own by a mirror's."""
    asked = read_list("REGISTRIES", list(known))
    if unknown := sorted(set(asked) - known.keys()):
        raise ImproperlyConfigured(
            f"REGISTRIES names {unknown[0]!r}; set it to some of {', '.join(known)} with commas, "
            "or to nothing, so that none is asked."
        )
    found = {}
    for name in asked:
        found[name] = read_service_url(f"{name.upper()}_URL", known[name])
    return found


def read_service_url(name: str, default: str) -> str:
    """The base address of a service on another host, without a trailing slash."""
    value = (os.environ.get(name) or default).rstrip("/")
    if not (SITE_URL.fullmatch(value) and has_possible_port(value)):
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to an address such as {default}")
    return value


def read_folders(name: str, default: Path, private: list[Path]) -> list[Path]:
    """Folders by their whole paths, with commas. None may hold a `private` one, whose files would
    be open to whoever names a file."""
    folders = [Path(one).expanduser() for one in read_list(name, [str(default)])]
    for folder in folders:
        held = [one for one in private if one.resolve().is_relative_to(folder.resolve())]
        if not folder.is_absolute() or held:
            raise ImproperlyConfigured(
                f"{name} names {str(folder)!r}; set it to whole paths of folders that hold "
                "bibliographies alone, such as /srv/bibliographies, and nothing of this site."
            )
    return folders


def has_possible_port(url: str) -> bool:
    """Whether a port, where an address names one, is one (1 to 65535), and its host can be read."""
    try:
        parts = urlsplit(url)
        return parts.port != 0 and not parts.netloc.endswith(":")
    except ValueError:
        return False


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


def read_bucket() -> dict[str, Any]:
    """The storage of the media, by Django's names: a folder, or the bucket that ``S3_BUCKET`` names
    (``S3_URL``, ``S3_REGION``, ``S3_ACCESS_KEY``, ``S3_SECRET_KEY``)."""
    bucket, url = os.environ.get("S3_BUCKET", ""), os.environ.get("S3_URL", "").rstrip("/")
    keys = {
        "access_key": os.environ.get("S3_ACCESS_KEY", ""),
        "secret_key": os.environ.get("S3_SECRET_KEY", ""),
    }
    if not bucket:
        if url or any(keys.values()):
            raise ImproperlyConfigured(
                "S3_URL or a key of it is set and S3_BUCKET is not; set that to the bucket's name, "
                "or unset the others."
            )
        return {"BACKEND": "config.media_store.DurableFiles"}
    if not BUCKET.fullmatch(bucket):
        raise ImproperlyConfigured(
            f"S3_BUCKET is {bucket!r}; set it to the name of a bucket, such as my-blog-media."
        )
    if url and not (SITE_URL.fullmatch(url) and has_possible_port(url)):
        raise ImproperlyConfigured(
            "S3_URL cannot be read; set it to the address of the service without the bucket, such "
            "as https://s3.example.org"
        )
    if len(set(map(bool, keys.values()))) > 1:
        raise ImproperlyConfigured("Set both of S3_ACCESS_KEY and S3_SECRET_KEY, or neither.")
    need_driver("storages", "S3_BUCKET", "django-storages[s3]")
    options = {
        "bucket_name": bucket,
        "endpoint_url": url or None,
        "region_name": os.environ.get("S3_REGION") or "us-east-1",
        **{name: key for name, key in keys.items() if key},
    }
    return {"BACKEND": "config.bucket_files.BucketFiles", "OPTIONS": options}


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
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_private(folder)
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


def make_private(folder: Path) -> None:
    """Takes from other users of the machine what an older release, or another ``umask``, let them
    read: a data folder that is in use, its key and its SQLite files. A folder that many share, as
    ``/tmp``, stays as it is."""
    files = [*folder.glob("secret_key"), *folder.glob("wellcited.sqlite3*")]
    is_shared = folder.stat().st_mode & stat.S_ISVTX
    folders = [folder] if files and not is_shared else []
    for path in [*folders, *files]:
        found = path.stat()
        if found.st_mode & 0o077 and found.st_uid == os.geteuid():
            path.chmod(found.st_mode & 0o700)


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
    sync_path(draft)  # an empty one would stop the start after a power cut
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
    sync_path(path.parent)
