"""The site: the one row of what this blog is."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import IntegrityError, InterfaceError, OperationalError, models, transaction
from django.db.models import Q
from django.urls import get_script_prefix
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from blog.models.mailing_switch import MailsPosts
from blog.models.page_addresses import is_taken, validate_address
from blog.models.site_exchange import SiteExchange
from blog.models.site_fields import (
    SUSPECT_WORDS,
    image_name,
    validate_colour,
    validate_language,
    validate_languages,
    validate_links,
    validate_macros,
    validate_sheet,
    validate_tool_years,
    validate_zone,
)
from blog.models.site_look import WASH, SiteLook
from blog.models.versions import ChangedMeanwhile, Versioned
from blog.text.colours import LEAST_CONTRAST, contrast, mixed
from blog.text.languages import direction_of, spoken_language
from blog.text.link_lines import read_links
from papers.queries.page_reads import page_reads
from papers.site_values import address_of

ONLY = 1
"""The primary key of the one row."""
MOST_COMMENT_DAYS = 36_500
PAPERS = {"accent": ("#fdfcf9", "#f4f1ea"), "accent_dark": ("#171614", "#201f1c")}
"""What the accent is read on, light and dark: ``--paper`` and ``--paper-deep`` of
``colours_and_measures.css``."""


class Taking(models.TextChoices):
    OPEN = "open", _("open: posts take comments, unless a post says otherwise")
    CLOSED = "closed", _("closed: comments are shown, and no post takes any more")


class Holding(models.TextChoices):
    FIRST = "first", _("the first comment of each writer")
    ALL = "all", _("every comment")
    SUSPECT = "suspect", _("only comments that look like spam")


class Site(MailsPosts, SiteExchange, SiteLook, Versioned):
    """What the owner says of the blog: its name and words, its look, and what holds for all posts.

    There is one row, with the primary key 1, stored when the site is first changed; until then
    ``first_site`` stands in. ``current_site`` reads it.
    """

    name = models.CharField(_("name"), max_length=100)
    tagline = models.CharField(
        _("tagline"), max_length=200, blank=True, help_text=_("A few words under the name.")
    )
    description = models.TextField(
        _("description"),
        max_length=1000,
        blank=True,
        help_text=_("A sentence or two for search engines and feeds; empty: the tagline."),
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        default="en",
        validators=[validate_language],
        help_text=_(
            "Its code, such as en, de or zh-Hans: of the pages, of citations, and of posts that "
            "name none."
        ),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        validators=[validate_zone],
        help_text=_("All dates are shown in it, and those that you type are read in it."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=100,
        blank=True,
        help_text=_("Of posts that name none, such as CC BY 4.0."),
    )
    citation_style = models.CharField(
        _("citation style"),
        max_length=100,
        default="apa",
        help_text=_("Of posts that name none. After a change the posts are rendered again."),
    )
    navigation = models.TextField(
        _("navigation"),
        blank=True,
        validators=[validate_links],
        help_text=_(
            "The links at the top, one a line: a title and an address, such as Papers /papers/. "
            "Empty: archive, tags, papers and about."
        ),
    )
    home_page = models.ForeignKey(
        "blog.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_draft": False},
        verbose_name=_("first page"),
        help_text=_("What stands at the blog's address. Empty: the newest posts."),
    )
    posts_address = models.CharField(
        _("address of the posts"),
        max_length=200,
        default="posts",
        validators=[validate_address],
        help_text=_("Where the newest posts are listed when a page comes first."),
    )
    social = models.TextField(
        _("elsewhere"),
        blank=True,
        validators=[validate_links],
        help_text=_(
            "Where else you are found, one a line: a title and an address, such as "
            "Mastodon https://example.social/@ada. Shown at the foot of each page."
        ),
    )
    logo = models.FileField(
        _("logo"),
        upload_to=image_name,
        blank=True,
        help_text=_("PNG, JPEG, GIF, WebP, AVIF or SVG, at most 500 kB; shown 40 pixels high."),
    )
    shows_name = models.BooleanField(
        _("name beside the logo"), default=True, help_text=_("Not needed if the logo has it.")
    )
    icon = models.FileField(
        _("icon"),
        upload_to=image_name,
        blank=True,
        help_text=_("For tabs and bookmarks: square, the same kinds of image."),
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        validators=[validate_colour],
        help_text=_("Of links and buttons, such as #0d5566. Empty: ours."),
    )
    accent_dark = models.CharField(
        _("accent colour in the dark"),
        max_length=7,
        blank=True,
        validators=[validate_colour],
        help_text=_("The same on a dark screen, such as #86c5d3."),
    )
    footer = models.TextField(
        _("footer"), blank=True, help_text=_("Markdown, at the foot of each page.")
    )
    footer_html = models.TextField(editable=False, blank=True)
    css = models.TextField(
        _("style sheet"),
        max_length=100_000,
        blank=True,
        validators=[validate_sheet],
        help_text=_(
            "CSS that comes after ours. It may name files of this site only, such as "
            "url(/media/picture.png)."
        ),
    )
    commenting = models.CharField(
        _("comments"), max_length=10, choices=Taking.choices, default=Taking.OPEN
    )
    comment_days = models.PositiveIntegerField(
        _("days for comments"),
        default=0,
        validators=[MaxValueValidator(MOST_COMMENT_DAYS)],
        help_text=_(
            "After so many days since its publication a post takes no more comments, unless it "
            "says otherwise. 0: it goes on taking them."
        ),
    )
    holds_comments = models.CharField(
        _("held for a moderator"), max_length=10, choices=Holding.choices, default=Holding.FIRST
    )
    other_languages = models.CharField(
        _("languages of comments"),
        max_length=200,
        blank=True,
        validators=[validate_languages],
        help_text=_(
            "Besides that of the site and of the post, such as ko, ru. A comment in the script of "
            "none of them is suspect."
        ),
    )
    suspect_words = models.TextField(
        _("suspect words"),
        blank=True,
        default="\n".join(SUSPECT_WORDS),
        help_text=_("One word or phrase a line: a comment that has one waits or is spam."),
    )
    tex_macros = models.TextField(
        _("TeX macros"),
        max_length=20_000,
        blank=True,
        validators=[validate_macros],
        help_text=_(r"Known to the formulas of all texts, such as \newcommand{\R}{\mathbb{R}}."),
    )
    tool_years = models.TextField(
        _("years of tools"),
        max_length=20_000,
        blank=True,
        validators=[validate_tool_years],
        help_text=_(
            "When tools of your field came out, one a line, such as PyTorch 2016: you are warned "
            "where a post says that the authors of an older work used one. Many are known already."
        ),
    )

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("site")
        constraints = [
            models.CheckConstraint(condition=Q(pk=ONLY), name="site_is_one"),
            models.CheckConstraint(condition=~Q(name=""), name="site_has_name"),
            models.CheckConstraint(
                condition=Q(commenting__in=Taking.values), name="site_commenting_is_known"
            ),
            models.CheckConstraint(
                condition=Q(holds_comments__in=Holding.values), name="site_holding_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        faults: dict[str, list[ValidationError]] = {}
        for field in PAPERS:
            colour = getattr(self, field)
            if validate_colour.regex.match(colour) and self.contrast_of(field) < LEAST_CONTRAST:
                told = _(
                    "%(colour)s has a contrast of %(found).1f : 1 to the page; text needs "
                    "%(least)s : 1. Choose a darker one for light pages, a lighter one for dark."
                )
                found = {"colour": colour, "found": self.contrast_of(field)}
                faults[field] = [ValidationError(told, params=found | {"least": LEAST_CONTRAST})]
        if bool(self.accent) != bool(self.accent_dark):
            empty = "accent_dark" if self.accent else "accent"
            faults.setdefault(empty, []).append(
                ValidationError(_("Give both colours or none: pages are light and dark."))
            )
        pages = self._meta.get_field("home_page").related_model.objects
        if is_taken(self.posts_address) or pages.filter(address=self.posts_address).exists():
            told = _("Something else of this blog stands at this address; choose another one.")
            faults["posts_address"] = [ValidationError(told)]
        if faults:
            raise ValidationError(faults)

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``ChangedMeanwhile`` where somebody changed the site since it was read, or stored
        it first."""
        self.pk = ONLY
        stored = self.held()
        self.version += stored is not None
        try:
            super().save(*args, **kwargs | {"force_insert": stored is None})
        except IntegrityError as error:
            if stored is None and Site.objects.filter(pk=ONLY).exists():
                raise ChangedMeanwhile("The site was stored by somebody else.") from error
            raise
        forget_site()
        transaction.on_commit(forget_site)

    def get_absolute_url(self) -> str:
        return address_of("blog:home")

    def contrast_of(self, field: str) -> float:
        """The least that ``accent`` or ``accent_dark`` has on what it is read on."""
        colour = getattr(self, field)
        papers = PAPERS[field]
        return min(contrast(colour, paper) for paper in (*papers, mixed(colour, WASH, papers[0])))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    @property
    def summary(self) -> str:
        return self.description or self.tagline or self.name

    @property
    def languages(self) -> list[str]:
        """Those in which comments are expected."""
        return [self.language, *self.other_languages.replace(",", " ").split()]

    @property
    def words(self) -> list[str]:
        return [word.strip() for word in self.suspect_words.splitlines() if word.strip()]

    @property
    def links(self) -> list[tuple[str, str]]:
        """The navigation's titles and addresses, those of this site below its own path."""
        below = get_script_prefix().rstrip("/")
        return [
            (title, f"{below}{address}" if address.startswith("/") else address)
            for title, address in read_links(self.navigation)
        ]

    @property
    def places(self) -> list[tuple[str, str]]:
        return read_links(self.social)

    @property
    def spoken_language(self) -> str:
        """Of the words and dates that pages, mails and jobs bring along."""
        return spoken_language(self.language, dict(settings.LANGUAGES), settings.LANGUAGE_CODE)

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Dates are those of the site's zone meanwhile, they and words those of its language."""
        with timezone.override(self.zone), translation.override(self.spoken_language):
            yield


def first_site() -> Site:
    """What the site is while nobody has said: with the values that the environment gives."""
    return Site(pk=ONLY, **settings.BLOG_FIRST_SITE)


SECONDS_KEPT = 2.0
"""How long a process may show an older state than another one has stored."""
_kept: tuple[float, Site] | None = None
_of_request: ContextVar[Site | None] = ContextVar("site_of_request", default=None)


@contextmanager
def one_site() -> Iterator[Site]:
    """Whatever this thread makes meanwhile shows the same state of the site, so that no page, and
    no piece of one that is kept, is made of two; until the thread itself has changed the site."""
    token = _of_request.set(current_site())
    try:
        yield current_site()
    finally:
        _of_request.reset(token)


def current_site() -> Site:
    """The site, for reading: to change it, fetch it anew (``stored_site``).

    At most one query in ``SECONDS_KEPT``, one for a page that is kept. While the
    database is away, as it was known last.
    """
    global _kept
    if (site := _of_request.get()) is not None:
        return site
    kept, now, reads = _kept, time.monotonic(), page_reads()
    if kept is not None and now < kept[0] and reads is None:
        return kept[1]
    try:
        if reads is not None:
            return reads.once(stored_site)
        site = stored_site()
    except (OperationalError, InterfaceError):
        return kept[1] if kept else first_site()
    _kept = (now + SECONDS_KEPT, site)
    return site


def stored_site() -> Site:
    """The site's row as the database has it now, or the unsaved first one."""
    return Site.objects.filter(pk=ONLY).first() or first_site()


def forget_site() -> None:
    """Lets the next ``current_site`` ask the database."""
    global _kept
    _of_request.set(None)
    if _kept is not None:
        _kept = (0.0, _kept[1])
