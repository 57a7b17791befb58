"""Prints a software bill of materials (CycloneDX 1.6, JSON) of what the site runs with: the
packages that requirements.txt pins, with their hashes and licences, and what is vendored here.

    make -s sbom > wellcited.cdx.json

Licences are what the installed packages say of themselves. The same tree gives the same bytes:
there is no time and no random number in it.
"""

import json
import re
import sys
import tomllib
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+) \\\n(?P<rest>(?:    .*\n?)+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
ASKED_BY = re.compile(r"^    #(?: via|  ) +([\w.-]+)", re.MULTILINE)
OWN = "wellcited"
VENDORED = [
    ("markdown-toolbar-element", "2.2.3", "MIT", "npm", "@github/"),
    ("text-expander-element", "2.9.4", "MIT", "npm", "@github/"),
    ("source-serif", "4.5.1", "OFL-1.1", "npm", ""),
    ("source-sans", "3.52.0", "OFL-1.1", "npm", ""),
    ("stixfonts", "", "OFL-1.1", "github", "stipub/"),
]
"""Name, version, licence, and where it is from: blog/static/blog/vendor, blog/static/blog/fonts."""


def bill_of_materials() -> dict[str, Any]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pins = list(PIN.finditer((ROOT / "requirements.txt").read_text()))
    needs: dict[str, list[str]] = {OWN: []}
    for pin in pins:
        needs.setdefault(pin["name"], [])
        for asker in ASKED_BY.findall(pin["rest"]):
            needs.setdefault(asker, []).append(pin["name"])
    references = {pin["name"]: package_url(pin["name"], pin["version"]) for pin in pins}
    references[OWN] = f"pkg:generic/{OWN}@{project['version']}"
    own = {
        "type": "application",
        "bom-ref": references[OWN],
        "name": OWN,
        "version": project["version"],
        "licenses": [{"expression": project["license"]}],
    }
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": own},
        "components": [component_of(pin) for pin in pins] + vendored_components(),
        "dependencies": [
            {"ref": references[name], "dependsOn": sorted(references[one] for one in needed)}
            for name, needed in sorted(needs.items())
        ],
    }


def package_url(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"


def component_of(pin: re.Match[str]) -> dict[str, Any]:
    """With the hashes of all files in which the release is published, of which one is installed."""
    return {
        "type": "library",
        "bom-ref": package_url(pin["name"], pin["version"]),
        "name": pin["name"],
        "version": pin["version"],
        "purl": package_url(pin["name"], pin["version"]),
        "hashes": [{"alg": "SHA-256", "content": one} for one in HASH.findall(pin["rest"])],
        "licenses": [licence_of(pin["name"])],
    }


def licence_of(package: str) -> dict[str, Any]:
    """An expression of SPDX where the package has one, else the words that it says."""
    told = metadata(package)
    if expression := told.get("License-Expression"):
        return {"expression": expression}
    classified = [
        one.rpartition(" :: ")[2]
        for one in told.get_all("Classifier", [])
        if one.startswith("License :: ")
    ]
    return {"license": {"name": told.get("License") or ", ".join(classified) or "not told"}}


def vendored_components() -> list[dict[str, Any]]:
    found = []
    for name, version, licence, kind, owner in VENDORED:
        url = f"pkg:{kind}/{owner.replace('@', '%40')}{name}{f'@{version}' if version else ''}"
        found.append(
            {
                "type": "library",
                "bom-ref": url,
                "name": name,
                **({"version": version} if version else {}),
                "purl": url,
                "licenses": [{"expression": licence}],
            }
        )
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(bill_of_materials(), indent=1) + "\n")
