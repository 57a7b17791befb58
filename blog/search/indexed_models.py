"""All models whose rows are found by their words."""

from django.apps import apps

from papers.search.searchable import Searchable

SEARCHED_MODELS: list[type[Searchable]] = [
    model for model in apps.get_models() if issubclass(model, Searchable)
]
