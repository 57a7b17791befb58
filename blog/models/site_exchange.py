"""What the site tells other sites, and hears from them: nothing, unless its owner says so."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SiteExchange(models.Model):
    """The site's fields for Webmention and WebSub (both W3C)."""

    takes_mentions = models.BooleanField(
        _("take mentions"),
        default=False,
        db_default=False,
        help_text=_(
            "Other blogs may tell this one that they link to a post (Webmention). Their page is "
            "looked at, and the mention waits for a moderator among the comments."
        ),
    )
    sends_mentions = models.BooleanField(
        _("send mentions"),
        default=False,
        db_default=False,
        help_text=_(
            "Sites that a published post links are told so, where they ask for it. For this their "
            "pages are fetched."
        ),
    )
    hub = models.URLField(
        _("hub"),
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "The address of a WebSub hub, such as https://pubsubhubbub.appspot.com/: it is told "
            "of each change of a feed of posts, and passes it on at once. Empty: none."
        ),
    )

    class Meta:
        abstract = True
