"""What lies in ``deploy/`` fits the site: there is no container builder where the tests run, so the
files are read."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from tests.guards.sources import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
DOCKERFILE = (DEPLOY / "Dockerfile").read_text().replace("\\\n", " ")
SERVICES = COMPOSE["services"]
SITES = [SERVICES["web"], SERVICES["jobs"]]
OF_PYTHON = {"PATH", "PYTHONUNBUFFERED"}


def read_by_us() -> set[str]:
    """Names of the environment that the settings and ``serve`` read."""
    files = [*(ROOT / "config").glob("*.py"), ROOT / "blog/management/commands/serve.py"]
    return set(re.findall(r'"([A-Z][A-Z0-9_]+)"', "".join(file.read_text() for file in files)))


def commands() -> list[list[str]]:
    in_image = json.loads(re.search(r"^CMD (.+)$", DOCKERFILE, re.MULTILINE)[1])
    return [in_image, *(site["command"] for site in SITES)]


def test_what_the_environment_sets_is_read():
    in_image = re.findall(r"([A-Z_]+)=", re.search(r"^ENV (.+)$", DOCKERFILE, re.MULTILINE)[1])
    named = {*in_image, *(name for site in SITES for name in site["environment"])}
    assert {"SITE_URL", "DATABASE_URL", "REDIS_URL", "BEHIND_PROXY", "DATA_DIR"} <= named
    assert named - OF_PYTHON <= read_by_us()


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_what_is_run_is_a_command_of_ours(command: list[str]):
    python, program, name, *options = command
    assert (python, program) == ("python", "manage.py")
    load_command_class(get_commands()[name], name).create_parser("manage.py", name).parse_args(
        options
    )


def test_what_the_services_name_is_declared():
    for name, service in SERVICES.items():
        assert set(service["networks"]) <= COMPOSE["networks"].keys(), name
        assert set(service.get("depends_on", ())) <= SERVICES.keys(), name
        for volume in service.get("volumes", ()):
            place = volume.partition(":")[0]
            assert place in COMPOSE["volumes"] or (DEPLOY / place).is_file(), volume
    assert [name for name, one in SERVICES.items() if "ports" in one] == ["caddy"]
    assert all(SERVICES[name]["networks"] == ["inside"] for name in ("postgres", "redis"))


def test_nothing_secret_is_written_down():
    text = (DEPLOY / "compose.yaml").read_text()
    assert re.search(r"wellcited:\$\{POSTGRES_PASSWORD:\?", text)
    assert not re.search(r"PASSWORD: (?!\$\{)", text)
    assert not re.search(r"(?<!S3_)SECRET_KEY|_KEY: (?!\$\{)", text + DOCKERFILE)
    assert "deploy/.env" in (ROOT / ".gitignore").read_text().splitlines()
    assert "deploy/.env" in (ROOT / ".dockerignore").read_text().splitlines()


def test_the_image_runs_as_nobody_in_particular_and_tells_how_it_is():
    user = DOCKERFILE.index("\nUSER wellcited")
    assert user < DOCKERFILE.index("\nCMD ")
    assert "/healthz" in re.search(r"^HEALTHCHECK .*$", DOCKERFILE, re.MULTILINE)[0]
    for copied in re.findall(r"^COPY (?!--from)(\S+) ", DOCKERFILE, re.MULTILINE):
        assert (ROOT / copied).exists()
    server = SERVICES["postgres"]["image"].partition(":")[2]
    assert (server, "bookworm" in DOCKERFILE) == ("15", True)  # whose pg_dump is of 15


@pytest.mark.slow
@pytest.mark.nginx
def test_nginx_takes_its_file(tmp_path: Path):
    """Without TLS, for which it would ask for a certificate."""
    text = (DEPLOY / "nginx.conf").read_text().replace("/var/cache/nginx", str(tmp_path))
    text = re.sub(r"^ *(ssl_|listen \[).*$", "", text, flags=re.MULTILINE)
    for port, name in (("443 ssl http2", "site"), ("80", "redirect")):
        text = text.replace(f"listen {port};", f"listen unix:{tmp_path}/{name};")
    (tmp_path / "site.conf").write_text(text)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} "
        f"http {{ access_log off; include {tmp_path}/site.conf; }}"
    )
    command = ["nginx", "-t", "-q", "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
