"""What a page of the admin asks before it publishes a text: about works that nobody knows, and the
first time about pictures without a description. All are told by line, and a button goes on."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from blog.markup import Rendered
from blog.models import Post
from blog.posts.asked_works import Doubt, works_to_ask
from blog.writing.publishing_doubts import publishing_doubts
from papers.admin.concurrent_edits import SeenForm
from papers.citing.work_lookup import WorkFinder

GO_AHEAD = "publish_with"
"""The name of the button; its value are the keys that were asked, with blanks between."""
ASKED = _(
    "Nothing is stored yet: look at what is asked here. Mend it, save the post as a draft, or "
    "publish it anyway."
)


def accepted_keys(data: QueryDict) -> set[str]:
    return set(" ".join(data.getlist(GO_AHEAD)).split())


def shown_question(asked: list[Doubt], data: QueryDict) -> dict[str, Any]:
    """For the template ``_asked_works.html``, whose button says again what was accepted before;
    empty where there is nothing to ask."""
    keys = accepted_keys(data) | {one.key for one in asked}
    return {"works": asked, "button": GO_AHEAD, "keys": " ".join(sorted(keys))} if asked else {}


class AskingForm(SeenForm):
    """A post's form that is refused while there is something to ask. ``works`` has what its text
    was found to cite, for the save that follows."""

    asked: list[Doubt]
    works: WorkFinder

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.works = [], WorkFinder()

    def ask_about(self, source: str, rendered: Rendered, nocite: str) -> None:
        """Of a text that is to be published."""
        accepted = accepted_keys(self.data)
        self.asked = publishing_doubts(
            self.instance, source, rendered, nocite, accepted, self.works
        )
        if self.asked:
            self.add_error(None, ASKED)

    @property
    def question(self) -> dict[str, Any]:
        return shown_question(self.asked, self.data)


def question_of(post: Post, rendered: Rendered, data: QueryDict) -> dict[str, Any]:
    """The same of a post's text as it is in memory; empty where there is nothing to ask."""
    is_asked = post.published_at is not None and not post.publish_anyway
    accepted = accepted_keys(data)
    asked = works_to_ask(post, post.source, rendered, post.nocite, accepted) if is_asked else []
    return shown_question(asked, data)
