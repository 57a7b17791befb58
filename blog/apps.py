from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class BlogConfig(AppConfig):
    name = "blog"
    verbose_name = _("Blog")

    def ready(self) -> None:
        """Migrations rebuild tables, on SQLite without their triggers (``blog.page_store``)."""
        pre_migrate.connect(before_migrations, sender=self)
        post_migrate.connect(after_migrations, sender=self)
        from blog.accounts.account_events import listen  # models, not loaded before apps

        listen()


def before_migrations(using: str, plan: list[Any], **_more: Any) -> None:
    from blog.page_store.version_triggers import forget_versions  # models, not loaded before apps

    if plan:
        forget_versions(using)


def after_migrations(using: str, **_more: Any) -> None:
    from blog.page_store.version_triggers import make_triggers  # as above

    make_triggers(using)
