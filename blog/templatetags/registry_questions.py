"""What the admin's home shows of the questions to registries."""

from typing import Any

from django import template
from django.conf import settings

from papers.models import Question
from papers.queries.capped_counts import count_in_words

register = template.Library()


@register.simple_tag(takes_context=True)
def questions_to_registries(context: dict[str, Any]) -> dict[str, str]:
    """How many identifiers wait to be asked about for the first time, and how many gave no record;
    nothing where no registry is asked, or for somebody who may not see the questions."""
    if not settings.PAPERS_REGISTRY_URLS or not context["user"].has_perm("papers.view_question"):
        return {}
    new, failed = Question.objects.filter(asked_at=None), Question.objects.failed()
    return {"new": count_in_words(new), "failed": count_in_words(failed)}
