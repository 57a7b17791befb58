"""What the API is described as is what it is: its addresses and their methods here, each answer of
every other test in ``tests/support/api_requests.py``."""

import re
from inspect import getclosurevars

from blog.api.request_bodies import KINDS
from blog.urls import urlpatterns
from blog.views import api
from tests.support.described_api import KINDS as JSON_KINDS
from tests.support.described_api import described

PREFIX = "api/v1"


def methods_of(view) -> set[str]:
    """Those that a view takes."""
    while "methods" not in getclosurevars(view).nonlocals:
        view = view.__wrapped__
    return set(getclosurevars(view).nonlocals["methods"])


def test_every_address_and_method_is_described_and_no_other():
    found = {}
    for one in urlpatterns:
        path = re.sub(r"<int:(\w+)>", r"{\1}", str(one.pattern))
        if path.startswith(PREFIX):
            is_open = one.callback in (api.api_description, api.api_program)
            methods = {"GET"} if is_open else methods_of(one.callback) - {"HEAD"}
            found[path.removeprefix(PREFIX)] = methods
    told = {
        path: {name.upper() for name in operations if name != "parameters"}
        for path, operations in described()["paths"].items()
    }
    assert told == found


def test_what_may_be_sent_is_described():
    schema = described()["components"]["schemas"]["SentPost"]
    told = {name: JSON_KINDS[one["type"]] for name, one in schema["properties"].items()}
    assert (told, schema["required"]) == (KINDS, ["text"])


def test_every_schema_is_there_and_used():
    schemas = described()["components"]["schemas"]
    used = set(re.findall(r"#/components/schemas/(\w+)", str(described())))
    assert used == set(schemas)
