"""What the machine gives: programs, files and their rights, clock, fonts."""

import ctypes
import os
import re
import stat
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils import timezone
from PIL import features

from blog.doctor.diagnosis import NeedsALook, NeedsMending, listed
from blog.models import current_site
from blog.server.static_files import collected_fingerprint, files_fingerprint
from blog.sharing.drawable_text import SANS, SANS_STRONG, SERIF, parts_of
from blog.sharing.drawn_text import font_of

PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+) ", re.MULTILINE)
UNSYNCHRONISED = 5  # TIME_ERROR of adjtimex(2)
INSTALL = "Run deploy/install.sh requirements.txt, then start the site again."


def programs() -> str:
    """The releases that requirements.txt pins are those that were tested together."""
    text = (settings.BASE_DIR / "requirements.txt").read_text()
    found = {name: (pinned, installed_version(name)) for name, pinned in PIN.findall(text)}
    missing = [name for name, (_pinned, here) in found.items() if here is None]
    if missing:
        raise NeedsMending(f"Not installed: {listed(missing)}.", INSTALL)
    other = [
        f"{name} {here} (pinned: {pinned})"
        for name, (pinned, here) in found.items()
        if here != pinned
    ]
    if other:
        raise NeedsALook(f"Other releases than this one was tested with: {listed(other)}.", INSTALL)
    release = ".".join(map(str, sys.version_info[:3]))
    return f"Python {release}, {len(found)} packages as pinned"


def installed_version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def private_files() -> str:
    """Nobody else on the machine may read the key, the database or what nobody published."""
    folder = settings.DATA_DIR
    private = [folder, *folder.glob("secret_key"), *folder.glob("wellcited.sqlite3*")]
    foreign = [str(path) for path in private if path.stat().st_uid != os.geteuid()]
    if foreign:
        raise NeedsMending(
            f"Another user owns {listed(foreign)}.",
            f"Run this as the user that the site runs as, or: chown -R USER {folder}",
        )
    is_shared = folder.stat().st_mode & stat.S_ISVTX
    open_ones = [str(path) for path in private if path.stat().st_mode & 0o077]
    if open_ones or is_shared:
        raise NeedsMending(
            f"Other users of this machine may open {listed(open_ones)}.",
            f"chmod -R go= {folder}" if not is_shared else "Set DATA_DIR to a folder of its own.",
        )
    return f"{folder} is this user's alone"


def secret_key() -> str:
    key = settings.SECRET_KEY
    if len(key) < 50 or len(set(key)) < 5:
        raise NeedsMending(
            "SECRET_KEY can be guessed, and with it anybody's session be made.",
            "Unset it, so that the site makes one, or set it to 50 random characters. Everybody "
            "has to log in again.",
        )
    is_set = bool(os.environ.get("SECRET_KEY"))
    return "set in the environment" if is_set else f"kept in {settings.DATA_DIR / 'secret_key'}"


def clock() -> str:
    """Scheduled posts, links that expire and backups go by it."""
    now = timezone.now()
    newest = Path(__file__).stat().st_mtime
    if now.timestamp() < newest - 24 * 3600:
        raise NeedsMending(
            f"The clock says {now:%Y-%m-%d %H:%M} UTC, which is before this release was installed.",
            "Set the clock, and have a time service keep it (timedatectl set-ntp true).",
        )
    with current_site().speaking():
        told = f"{timezone.localtime(now):%Y-%m-%d %H:%M} in {timezone.get_current_timezone_name()}"
    if sys.platform == "linux" and is_clock_left_alone():
        raise NeedsALook(
            f"It is {told}; no time service keeps this machine's clock right.",
            "timedatectl set-ntp true (a container has the clock of its host: look there).",
        )
    return told


def is_clock_left_alone() -> bool:
    """As the kernel says it (adjtimex(2), asked without setting anything)."""
    return ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512)) == UNSYNCHRONISED


def static_files() -> str:
    if settings.DEBUG:
        return "found where they lie (DEBUG=1)"
    remedy = "Start the site again (manage.py serve collects them), or manage.py collectstatic."
    known = collected_fingerprint()
    if known is None:
        raise NeedsMending("Static files were not collected: pages have no styles.", remedy)
    if known != files_fingerprint():
        raise NeedsMending("The collected static files are those of another release.", remedy)
    folder = Path(settings.STATIC_ROOT)
    gone = [
        name
        for name in getattr(staticfiles_storage, "hashed_files", {}).values()
        if not (folder / name).exists()
    ]
    if gone:
        raise NeedsMending(
            f"{len(gone)} static files are gone, such as {gone[0]}.",
            f"Delete {folder} and start the site again.",
        )
    return f"collected in {folder}"


def fonts() -> str:
    """Pages load them; pictures of shared links are drawn with them here."""
    if not features.check("freetype2"):
        raise NeedsMending("Pillow cannot draw letters: it was built without FreeType.", INSTALL)
    weights = {one for face in (SERIF, SANS, SANS_STRONG) for one in face}
    files = {file for weight in weights for file, _letters in parts_of(*weight)}
    for file in files:
        font_of(file, 20)
    return f"all {len(files)} files that pictures are drawn with can be read"
