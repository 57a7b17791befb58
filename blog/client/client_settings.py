"""Which site the command speaks to, and its token: from the environment, or from a file that
nobody else can read."""

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

SITE, TOKEN, CONFIG = "WELLCITED_SITE", "WELLCITED_TOKEN", "WELLCITED_CONFIG"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


class SettingsError(Exception):
    """What is wrong with them, and what to do."""


@dataclass(frozen=True)
class ClientSettings:
    """``site`` is the address of its home page, without the slash at the end."""

    site: str
    token: str = field(repr=False)


def config_file(environment: Mapping[str, str]) -> Path:
    if named := environment.get(CONFIG):
        return Path(named)
    base = environment.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "wellcited.json"


def read_settings(environment: Mapping[str, str]) -> ClientSettings:
    """Raises ``SettingsError``."""
    file = config_file(environment)
    is_needed = not (environment.get(SITE) and environment.get(TOKEN))
    kept = kept_settings(file) if is_needed else {}
    site, token = (
        environment.get(SITE) or kept.get("site"),
        environment.get(TOKEN) or kept.get("token"),
    )
    if not site or not token:
        raise SettingsError(
            f"No site or no token: set {SITE} and {TOKEN}, or write them into {file} as "
            '{"site": "https://…", "token": "…"}, with the mode 0600. A token is made in the '
            "admin, under “My profile”."
        )
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise SettingsError("The token has characters that none has: copy it again.")
    return ClientSettings(checked_site(site), token)


def kept_settings(file: Path) -> dict[str, str]:
    try:
        with file.open(encoding="utf-8") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            if os.name == "posix" and mode & OTHERS:
                raise SettingsError(
                    f"{file} can be read by others, and it has a token: chmod 600 {file}"
                )
            kept = json.load(opened)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file} cannot be read: {error}.") from error
    if not isinstance(kept, dict) or not all(isinstance(one, str) for one in kept.values()):
        raise SettingsError(f'{file} is not {{"site": "https://…", "token": "…"}}.')
    return kept


def checked_site(written: str) -> str:
    """An address to which a token may be sent: HTTPS, or this machine."""
    try:
        parts = urlsplit(written.rstrip("/"))
        host = parts.hostname or ""
        parts.port  # noqa: B018 - raises for one that is no number
    except ValueError as error:
        raise SettingsError(f"{written} is no address: {error}.") from error
    if not host or parts.username or parts.query or parts.fragment:
        raise SettingsError(f"{written} is no address of a site: write https://example.org.")
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)):
        return parts.geturl()
    raise SettingsError(
        f"{written} is not https://: a token is sent over nothing else, but to this machine itself."
    )


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
