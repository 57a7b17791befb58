import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.support.factories import make_paper

pytestmark = pytest.mark.django_db


def test_what_stands_below_a_form_takes_the_paper_that_it_has(admin_client) -> None:
    paper = make_paper("Radium")
    with CaptureQueriesContext(connection) as asked:
        answer = admin_client.get(reverse("admin:papers_paper_change", args=[paper.pk]))
    for name in ("oddities", "differences", "sources", "lines"):
        assert name in answer.context
    by_number = f'WHERE "papers_paper"."id" = {paper.pk} LIMIT 21'
    assert sum(one["sql"].endswith(by_number) for one in asked) == 1


def test_a_form_with_faults_comes_back_without_them(admin_client) -> None:
    paper = make_paper("Radium")
    answer = admin_client.post(reverse("admin:papers_paper_change", args=[paper.pk]), {"title": ""})
    assert answer.status_code == 200
    assert "oddities" not in answer.context
