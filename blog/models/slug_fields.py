"""The form of a slug, for every model that has one."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

validate_slug = RegexValidator(
    r"^[\w-]+\Z", _("A slug has letters of any script, digits, hyphens and underscores only.")
)
