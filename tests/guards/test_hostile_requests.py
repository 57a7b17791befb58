"""No request is answered by a fault of the server, whatever it holds. ``HOSTILE_REQUESTS=20000``
sends more than the tests' share, ``HOSTILE_SEED=2`` others (``make fuzz``)."""

import os

import pytest
from django_tasks_db.models import DBTaskResult

from tests.guards.api_addresses import API_ADDRESSES
from tests.guards.rows import make_row
from tests.guards.test_permissions import MATRIX
from tests.support.hostile_requests import Attacker, summary

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def attacker(admin_user) -> Attacker:
    make_row("blog.report")
    addresses = [situation.make() for situations in MATRIX.values() for situation in situations]
    addresses += [path for path, _status in API_ADDRESSES.values()]
    attacker = Attacker(int(os.environ.get("HOSTILE_SEED", "1")), addresses, admin_user)
    DBTaskResult.objects.all().delete()  # nobody does them here, of which /healthz would tell
    return attacker


def test_hostile_requests_find_no_fault(attacker):
    outcome = attacker.attack(int(os.environ.get("HOSTILE_REQUESTS", "1000")))
    print(summary(outcome))
    assert not DBTaskResult.objects.exists()
    assert not outcome.faults, summary(outcome)
