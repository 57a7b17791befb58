"""A database without a site, as a folder is imported into."""

from django.apps import apps
from django.contrib.auth import get_user_model

from blog.models import Site, forget_site


def empty_database() -> None:
    Site.objects.update(home_page=None)
    for model in reversed(list(apps.get_models())):
        if model._meta.app_label in ("blog", "papers"):
            model._base_manager.all()._raw_delete("default")
    get_user_model().objects.all().delete()
    forget_site()
