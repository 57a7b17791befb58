"""Tags: django-taggit with models of ours, so that a tag page reads one index range."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import _TaggableManager
from taggit.models import ItemBase, TagBase

from blog.models.addresses import OldAddress
from blog.models.slug_fields import slug_is_one_part, validate_slug
from blog.text.slugs import tag_key, tag_slug
from papers.models import AddressField, FreeValues, free_value
from papers.queries.capped_counts import CappedCount
from papers.search.searchable import Searchable, SearchableQuerySet, SearchEntry
from papers.site_values import address_of

INNER_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class TagQuerySet(SearchableQuerySet):
    def visible(self, now: datetime | None = None) -> "TagQuerySet":
        """Those of a listed post, be it by its tags or by a hashtag in its text."""
        now = now or timezone.now()
        # Not Exists: of two, PostgreSQL reads all rows once instead of looking for one of each tag.
        # In order: else it looks through the table for any row, and not at the tag's index range.
        firsts = [
            Subquery(
                kind.objects.filter(tag=OuterRef("pk"))
                .published(now)
                .order_by("-published_at")
                .values("pk")[:1]
            )
            for kind in (TaggedPost, Hashtag)
        ]
        return self.alias(listed_row=Coalesce(*firsts)).filter(listed_row__isnull=False)

    def with_counts(self, now: datetime | None = None) -> "TagQuerySet":
        """With ``posts_count``: the listed posts that carry the tag, capped."""
        posts = TaggedPost.objects.filter(tag=OuterRef("pk")).published(now)
        return self.annotate(posts_count=CappedCount(posts))

    def by_key(self, names: Iterable[str]) -> "dict[str, Tag]":
        """The tag that each name means (``tag_key``), in order: the one that has it or had it
        once, made where there is none."""
        wanted: dict[str, str] = {}
        for name in names:
            wanted.setdefault(tag_key(name), " ".join(name.split()))
        wanted.pop("", None)
        found = self.known(wanted)
        found |= self.new({key: name for key, name in wanted.items() if key not in found})
        return {key: found[key] for key in wanted}

    def new(self, names: Mapping[str, str]) -> "dict[str, Tag]":
        """Tags for keys that none has, with their names, in as many statements for ten as for one;
        what somebody else makes in the same moment is theirs."""
        if not names:
            return {}
        slugs = {key: tag_slug(name) for key, name in names.items()}
        free = FreeValues([(Tag.objects.all(), "slug")], set(slugs.values()))
        tags = [Tag(name=name, key=key, slug=free.take(slugs[key])) for key, name in names.items()]
        try:
            with transaction.atomic():
                self.bulk_create(tags)
        except IntegrityError:
            made = (self.get_or_create(key=key, defaults={"name": names[key]}) for key in names)
            tags = [tag for tag, _is_new in made]
        return {tag.key: tag for tag in tags}

    def known(self, keys: Iterable[str]) -> "dict[str, Tag]":
        """The tags that have these keys, or had them once."""
        wanted = set(keys)
        found = {tag.key: tag for tag in self.filter(key__in=wanted)} if wanted else {}
        if missing := wanted - found.keys():
            aliases = TagAlias.objects.filter(key__in=missing).select_related("tag")
            found |= {alias.key: alias.tag for alias in aliases}
        return found

    def named(self, names: Iterable[str]) -> "list[Tag]":
        """The tags of these names in order, made where missing, none twice."""
        return list(dict.fromkeys(self.by_key(names).values()))


class Tag(Searchable, TagBase):
    """A subject. ``key`` is the name without case and blanks: it makes ``AI`` and ``ai `` one.

    The names and addresses that it had go on leading to it.
    """

    key = models.CharField(max_length=100, unique=True, editable=False)
    slug = AddressField(
        _("slug"),
        max_length=150,
        unique=True,
        blank=True,
        validators=[validate_slug],
        help_text=_("Made from the name when left empty. The old address goes on working."),
    )
    description = models.TextField(_("description"), blank=True, help_text=_("Plain text."))

    SEARCHED = frozenset({"name", "description"})
    objects = TagQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(key=""),
                name="tag_has_name",
                violation_error_message=_("A tag has a name of one letter or sign at least."),
            ),
            slug_is_one_part("tag_slug_is_one_part"),
        ]

    def clean(self) -> None:
        """Says in words why a name cannot be this tag's; makes the slug where there is none."""
        self.name = " ".join(self.name.split())
        self.key = tag_key(self.name)
        same = Tag.objects.filter(key=self.key).exclude(pk=self.pk).first()
        if self.key and same is not None:
            said = _("There is the tag “%(tag)s” already: case and blanks make no second one.")
            more = _("To make them one, merge them in the list of tags.") if self.pk else ""
            raise ValidationError({"name": f"{said % {'tag': same}} {more}".strip()})
        self.make_slug()

    def make_slug(self) -> None:
        if not self.slug:
            self.slug = free_value(Tag.objects.exclude(pk=self.pk), "slug", tag_slug(self.name))

    @transaction.atomic(savepoint=False)
    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = tag_key(self.name)
        self.make_slug()
        before = Tag.objects.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        if before is None or before.key != self.key:
            TagAlias.objects.filter(key=self.key).delete()
        if before is not None:
            TagAlias.objects.keep([before], self)
            OldAddress.objects.keep([before.get_absolute_url()], self)

    def search_entry(self) -> SearchEntry:
        """``DeepLearning`` is found by "deep learning" too."""
        apart = INNER_CAPITAL.sub(" ", self.name)
        name = self.name if apart == self.name else f"{self.name} {apart}"
        return SearchEntry(name, (self.description,))

    def get_absolute_url(self) -> str:
        return address_of("blog:tag_detail", self.slug)

    @property
    def is_public(self) -> bool:
        return Tag.objects.visible().filter(pk=self.pk).exists()


class TagAliasQuerySet(models.QuerySet):
    def keep(self, before: Iterable[Tag], tag: Tag) -> None:
        """Lets the names that other tags have, or this one had, lead to it."""
        self.bulk_create(
            (TagAlias(tag=tag, name=one.name, key=one.key) for one in before if one.key != tag.key),
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["tag", "name"],
        )


class TagAlias(models.Model):
    """A name that leads to a tag though it is not its own: it was merged into it, or renamed."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases", verbose_name=_("tag"))
    name = models.CharField(_("name"), max_length=100)
    key = models.CharField(max_length=100, unique=True, editable=False)

    objects = TagAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("other name of a tag")
        verbose_name_plural = _("other names of tags")
        ordering = ["key"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="tag_alias_has_name")]

    def __str__(self) -> str:
        return self.name


class ListedQuerySet(models.QuerySet):
    def published(self, now: datetime | None = None) -> "ListedQuerySet":
        """The rows of posts that everybody may see in a list."""
        return self.filter(published_at__lte=now or timezone.now())

    def newest(self) -> "ListedQuerySet":
        return self.order_by("-published_at", "-content_object_id")


class TaggedPost(ItemBase):
    """One tag of one post. ``published_at`` repeats the post's (empty while it is in no list)."""

    content_object = models.ForeignKey(
        "blog.Post", models.CASCADE, related_name="tagged_posts", verbose_name=_("post")
    )
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_posts", verbose_name=_("tag"))
    published_at = models.DateTimeField(null=True, editable=False)

    objects = ListedQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag of a post")
        verbose_name_plural = _("tags of posts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="tagged_post_once")
        ]
        indexes = [
            models.Index(
                F("tag"),
                F("published_at").desc(),
                F("content_object").desc(),
                name="tagged_post_by_tag",
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.published_at = self.content_object.listed_at
        super().save(*args, **kwargs)


class Hashtag(models.Model):
    """A ``#Name`` in a post's text that is none of the post's tags: a link to the tag's page,
    which lists the post under "mentioned in". Rebuilt with the text."""

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="hashtags")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="hashtags")
    published_at = models.DateTimeField(null=True)

    objects = ListedQuerySet.as_manager()

    class Meta:
        verbose_name = _("hashtag")
        verbose_name_plural = _("hashtags")
        constraints = [models.UniqueConstraint(fields=["post", "tag"], name="hashtag_once")]
        indexes = [
            models.Index(
                F("tag"), F("published_at").desc(), F("post").desc(), name="hashtag_by_tag"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.tag}"


class PostTags(_TaggableManager):
    """taggit's manager, with our rule of what makes two names one tag, and the given order."""

    def _to_tag_model_instances(self, tags: Iterable[Any], tag_kwargs: dict) -> list[Tag]:
        tags = list(tags)
        if all(isinstance(tag, Tag) for tag in tags):
            return list(dict.fromkeys(tags))
        return Tag.objects.named(str(tag) for tag in tags)

    def set(self, tags: Iterable[Any], **kwargs: Any) -> None:
        """In four statements; taggit's own takes three for each tag."""
        post = self.instance
        wanted = self._to_tag_model_instances(tags, {})
        rows = TaggedPost.objects.filter(content_object=post)
        there = list(rows.order_by("pk").values_list("tag_id", flat=True))
        if [tag.pk for tag in wanted] != there:
            if there:
                rows.delete()
            TaggedPost.objects.bulk_create(rows_of_tags(post, wanted))


def rows_of_tags(post: models.Model, tags: Iterable[Tag]) -> list[TaggedPost]:
    """A row for each tag that a post shall have, in their order."""
    listed_at = post.listed_at
    return [TaggedPost(content_object=post, tag=tag, published_at=listed_at) for tag in tags]
