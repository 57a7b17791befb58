"""Rows in the states that guards look at, and the addresses of their pages."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from blog.comments.mail.letter_links import CONFIRM_SALT, STOP_SALT
from blog.mailing.subscriber_links import confirm_address_of, stop_address_of
from blog.models import Subscriber, stored_site
from blog.models.subscribers import Pace
from papers.queries.secret_tokens import give_secret
from tests.guards.rows import make_row, serial
from tests.support.factories import set_site


def post(**values: object) -> object:
    return make_row("blog.post", **{"published_at": timezone.now() - timedelta(days=1)} | values)


def scheduled() -> object:
    return post(published_at=timezone.now() + timedelta(days=1))


def comment(state: str, **values: object) -> object:
    return make_row("blog.comment", post=post(**values), state=state)


def own_comment(what: str) -> str:
    row = comment("published")
    return reverse(f"blog:comment_{what}", args=[row.post.slug, row.pk])


def tagged(name: str, **values: object) -> str:
    row = post(**values)
    row.tags.add(name)
    return reverse("blog:tag_detail", args=[row.tags.get().slug])


def series_of(**values: object) -> str:
    return post(series=make_row("blog.series"), **values).series.get_absolute_url()


def author_of(post: object) -> str:
    return make_row("blog.byline", post=post).author.get_absolute_url()


def export_of(key: str, kind: str) -> str:
    return reverse("papers:paper_export", args=[key, kind])


def paper_feed(key: str) -> str:
    return reverse("blog:paper_feed", args=[key])


def json_form(address: str) -> str:
    return address.removesuffix(".atom") + ".json"


def correction(**values: object) -> str:
    row = make_row("blog.correction", post=post(**values), version=next(serial))
    return reverse("blog:correction_detail", args=[row.post.slug, row.version])


def version_of(is_public: bool = True, **values: object) -> str:
    row = make_row("blog.earlierversion", post=post(**values), is_public=is_public)
    return row.get_absolute_url()


def versions_of(is_public: bool = True, **values: object) -> str:
    row = make_row("blog.earlierversion", post=post(**values), is_public=is_public)
    return reverse("blog:version_list", args=[row.post.slug])


def draft_link(days: int = 1, **values: object) -> str:
    ends = timezone.now() + timedelta(days=days)
    of = post(**{"published_at": None} | values)
    row = make_row("blog.draftlink", post=of, expires_at=ends)
    return reverse("blog:draft_detail", args=[give_secret(row)])


def own_page(**values: object) -> str:
    return make_row("blog.page", **values).get_absolute_url()


def look(digest: str = "") -> str:
    set_site(css="a { color: red }")
    return reverse("blog:site_look", args=[digest or stored_site().look_digest])


def hidden() -> object:
    """A paper that nothing public cites."""
    return make_row("papers.paper", is_in_library=False)


def person_of(paper: object) -> str:
    return make_row("papers.authorship", paper=paper).contributor.get_absolute_url()


def alias() -> str:
    paper = make_row("papers.paper")
    return paper.keys.create(value=f"alias{next(serial)}").value


def letter_token() -> str:
    return signing.dumps(make_row("blog.letter", kind="confirm").pk, salt=CONFIRM_SALT)


def subscription_token() -> str:
    return signing.dumps(make_row("blog.subscription").pk, salt=STOP_SALT)


def subscriber() -> Subscriber:
    return make_row("blog.subscriber", confirmed_at=timezone.now())


def confirm_token() -> str:
    return confirm_address_of(subscriber(), Pace.EACH).split("/")[-2]


def stop_token() -> str:
    return stop_address_of(subscriber()).split("/")[-2]


def subscribe_page() -> str:
    """Of a site that mails its posts."""
    set_site(mails_posts=True)
    return reverse("blog:subscribe")


def private_address() -> str:
    watch = make_row("papers.watch", kind="upload")
    return reverse("blog:bibliography_put_to", args=[give_secret(watch)])


def webmention() -> str:
    """Where mentions are sent, of a site that takes them."""
    set_site(takes_mentions=True)
    return reverse("blog:webmention")
