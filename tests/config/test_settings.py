import re
import subprocess
import sys

import pytest
from django.conf import settings

from tests.guards.sources import ROOT, python_files

pytestmark = pytest.mark.slow


def test_the_checks_for_a_server_are_clean(tmp_path):
    environment = {
        "DATA_DIR": str(tmp_path),
        "SITE_URL": "https://blog.example.org",
        "PATH": "/usr/bin",
    }
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


def test_addresses_are_put_together_by_origin_and_path():
    """``SITE_URL`` has the site's path, as ``reverse`` has: together they would say it twice."""
    doubled = re.compile(r"SITE_URL \+|\{settings\.SITE_URL\}|\{\{ site_url \}\}(/|\{)")
    files = [*python_files(), *map(str, ROOT.glob("templates/**/*"))]
    sources = [one for one in files if not one.startswith("tests/") and (ROOT / one).is_file()]
    assert [one for one in sources if doubled.search((ROOT / one).read_text())] == []
