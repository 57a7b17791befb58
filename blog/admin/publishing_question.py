"""What a page of the admin asks before it publishes a text: about works that nobody knows, and the
first time about pictures without a description. All are told by line, and a button goes on."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from blog.markup import Rendered
from blog.markup.page.text_checks import pictures_without_words
from blog.models import Post
from blog.posts.asked_works import Doubt, is_published, works_to_ask
from blog.writing.finding_words import finding_words
from papers.admin.concurrent_edits import SeenForm

GO_AHEAD = "publish_with"
"""The name of the button; its value are the keys that were asked, with blanks between."""
ASKED = _(
    "Nothing is stored yet: look at what is asked here. Mend it, save the post as a draft, or "
    "publish it anyway."
)
PICTURES = "!pictures"
"""In place of a key, which none is that a text can cite."""


def accepted_keys(data: QueryDict) -> set[str]:
    return set(" ".join(data.getlist(GO_AHEAD)).split())


def shown_question(asked: list[Doubt], data: QueryDict) -> dict[str, Any]:
    """For the template ``_asked_works.html``, whose button says again what was accepted before;
    empty where there is nothing to ask."""
    keys = accepted_keys(data) | {one.key for one in asked}
    return {"works": asked, "button": GO_AHEAD, "keys": " ".join(sorted(keys))} if asked else {}


class AskingForm(SeenForm):
    """A post's form that is refused while there is something to ask."""

    asked: list[Doubt]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = []

    def ask_about(self, source: str, rendered: Rendered, nocite: str) -> None:
        """Of a text that is to be published."""
        post, accepted = self.instance, accepted_keys(self.data)
        self.asked = works_to_ask(post, source, rendered, nocite, accepted)
        pictures = [] if PICTURES in accepted else doubts_of_pictures(source, rendered)
        if pictures and not (post.pk and is_published(post.pk)):
            self.asked += pictures
        if self.asked:
            self.add_error(None, ASKED)

    @property
    def question(self) -> dict[str, Any]:
        return shown_question(self.asked, self.data)


def doubts_of_pictures(source: str, rendered: Rendered) -> list[Doubt]:
    found = pictures_without_words(source, rendered.html)
    return [Doubt(PICTURES, one.line, finding_words(one)) for one in found]


def question_of(post: Post, rendered: Rendered, data: QueryDict) -> dict[str, Any]:
    """The same of a post's text as it is in memory; empty where there is nothing to ask."""
    is_asked = post.published_at is not None and not post.publish_anyway
    accepted = accepted_keys(data)
    asked = works_to_ask(post, post.source, rendered, post.nocite, accepted) if is_asked else []
    return shown_question(asked, data)
