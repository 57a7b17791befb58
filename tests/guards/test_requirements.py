"""The requirements files: complete, pinned with hashes, and naming no host."""

import json
import re
import subprocess
import sys
import tomllib

import pytest

from tests.guards.sources import ROOT

FILES = ["requirements.txt", "requirements-dev.txt", "deploy/requirements.txt"]


def pins(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text()
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+) ", text, re.MULTILINE))


def plain(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement).group()
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", FILES)
def test_requirements_name_no_host(name: str):
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert not re.search(r"--(extra-)?index|--find-links|--trusted-host|@ file", text)


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_pinned_with_a_hash(name: str):
    text = (ROOT / name).read_text().replace("\\\n", " ")
    wanted = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert wanted
    assert not [line for line in wanted if not re.match(r"\S+==\S+ .*--hash=sha256:", line)]


def test_the_tests_run_on_the_same_releases():
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_the_image_has_what_the_site_needs_on_postgresql_redis_and_a_bucket_and_no_more():
    image, tests = pins("deploy/requirements.txt"), pins("requirements-dev.txt")
    assert pins("requirements.txt").items() <= image.items() <= tests.items()
    assert {"psycopg", "redis", "django-storages"} <= image.keys()
    assert "pytest" not in image


def test_everything_that_the_project_asks_for_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    assert {plain(name) for name in project["dependencies"]} <= pins("requirements.txt").keys()
    of_extras = {plain(name) for extra in extras.values() for name in extra}
    assert of_extras <= pins("requirements-dev.txt").keys()


def test_the_bill_of_materials_has_all_that_the_site_runs_with():
    command = [sys.executable, "deploy/bill_of_materials.py"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    bill = json.loads(done.stdout)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    components = {one["name"]: one for one in bill["components"]}
    for name, release in pins("requirements.txt").items():
        assert components[name]["version"] == release
        assert components[name]["hashes"]
    for one in components.values():
        licence = one["licenses"][0]
        assert licence.get("expression") or licence["license"]["name"] != "not told", one["name"]
    vendor = (ROOT / "blog/static/blog/vendor").iterdir()
    assert {path.name.partition(".")[0] for path in vendor} <= components.keys()
    references = {bill["metadata"]["component"]["bom-ref"]}
    references |= {one["bom-ref"] for one in components.values()}
    needed = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    assert len(needed[bill["metadata"]["component"]["bom-ref"]]) > 10
    assert {place for places in needed.values() for place in places} <= references
