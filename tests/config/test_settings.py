import re
import subprocess
import sys

import pytest
from django.conf import settings

from tests.guards.sources import ROOT, python_files

pytestmark = pytest.mark.slow


def test_the_checks_for_a_server_are_clean(tmp_path):
    """With the environment that deploy/README.md tells to write, and with the address alone."""
    text = (ROOT / "deploy/README.md").read_text()
    block = text.partition("`/etc/wellcited.env`")[2].partition("```sh\n")[2].partition("```")[0]
    told = dict(line.split("=", 1) for line in block.splitlines() if not line.startswith("#"))
    assert told["BEHIND_PROXY"] == "1"
    for known in (told, {"SITE_URL": "https://blog.example.org"}):
        check_is_clean({**known, "DATA_DIR": str(tmp_path), "PATH": "/usr/bin"})


def check_is_clean(environment: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_https_makes_cookies_and_transport_strict(tmp_path):
    code = (
        "from django.conf import settings as s; "
        "print(s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, "
        "s.ALLOWED_HOSTS[0])"
    )
    environment = {
        "DATA_DIR": str(tmp_path),
        "SITE_URL": "https://blog.example.org",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PATH": "/usr/bin",
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == "True True 31536000 blog.example.org\n"


@pytest.mark.parametrize(("name", "tagline"), [("", "Notes on research"), ("Über Moos", "''")])
def test_a_blog_with_a_name_of_its_own_has_no_words_of_ours(tmp_path, name: str, tagline: str):
    code = "from config.settings import BLOG_FIRST_SITE as site; print(repr(site['tagline']))"
    environment = {"DATA_DIR": str(tmp_path), "BLOG_NAME": name, "PATH": "/usr/bin"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert tagline in done.stdout


def test_addresses_are_put_together_by_origin_and_path():
    """``SITE_URL`` has the site's path, as ``reverse`` has: together they would say it twice."""
    doubled = re.compile(r"SITE_URL \+|\{settings\.SITE_URL\}|\{\{ site_url \}\}(/|\{)")
    files = [*python_files(), *map(str, ROOT.glob("templates/**/*"))]
    sources = [one for one in files if not one.startswith("tests/") and (ROOT / one).is_file()]
    assert [one for one in sources if doubled.search((ROOT / one).read_text())] == []


@pytest.mark.parametrize(
    ("setting", "address", "module", "package"),
    [
        ("DATABASE_URL", "postgres://a:b@127.0.0.1/c", "psycopg", "psycopg[binary,pool]"),
        ("REDIS_URL", "redis://127.0.0.1:6379/0", "redis", "redis"),
    ],
)
def test_a_missing_driver_is_said_with_the_line_that_installs_it(
    tmp_path, setting, address, module, package
):
    """The module is hidden from the process as if it had never been installed."""
    code = (
        "import sys; from importlib.machinery import PathFinder as P; find = P.find_spec; "
        f"P.find_spec = lambda name, *a, **k: None if name == {module!r} else find(name, *a, **k); "
        "import django; django.setup()"
    )
    environment = {
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PATH": "/usr/bin",
        setting: address,
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode and "ImproperlyConfigured" in last
    assert f"{setting} needs the Python package {module}, which is not installed" in last
    assert f"-m pip install '{package}'" in last
