"""A post's links for people who read it before it is published, and what these noted of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Post
from blog.posts.draft_links import end_draft_link, make_draft_link
from papers.admin.extra_pages import ExtraPages
from papers.queries.row_numbers import row_number
from papers.site_values import absolute_url

NOTES_IN_FORM, NOTES_PER_PAGE = 20, 50
DAYS, MOST_DAYS = 14, 90
"""For how long a link is good, unless its maker says otherwise, and at most."""
MOST_LINKS = 100  # of one post


class DraftLinkForm(forms.Form):
    """What the maker of a link says of it."""

    post: Post
    name = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=100,
        help_text=gettext_lazy(
            "For yourself, so that you know which link to end. Its readers do not see it."
        ),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Good for days"), min_value=1, max_value=MOST_DAYS, initial=DAYS
    )

    def clean_name(self) -> str:
        """The form sent again, as by loading its answer anew, makes no second link."""
        name = self.cleaned_data["name"]
        if any(link.is_open for link in self.post.draft_links.filter(name=name)):
            told = _("There is an open link for “%(name)s”. End it first, or choose another name.")
            raise forms.ValidationError(told % {"name": name})
        return name

    def clean(self) -> dict[str, Any]:
        if self.post.is_published:
            raise forms.ValidationError(_("The post is published: give people its own address."))
        if self.post.draft_links.count() >= MOST_LINKS:
            told = _("A post has at most %(most)d links. Delete one that has ended first.")
            raise forms.ValidationError(told % {"most": MOST_LINKS})
        return self.cleaned_data


class SharingDrafts(ExtraPages):
    """For whoever may change the post."""

    pages = {"<int:pk>/draft-links/": "draft_links"}

    def draft_links_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = self.changeable_row(request, pk)
        is_made = request.method == "POST" and "name" in request.POST
        form = DraftLinkForm(request.POST if is_made else None)
        form.post = post
        made: dict[str, str] = {}
        if request.method == "POST" and not is_made:
            self.deal_with_row(request, post)
            return redirect("admin:blog_post_draft_links", pk)
        if is_made and form.is_valid():
            made = self.make_link(request, post, form)
            form = DraftLinkForm()
        notes = Paginator(post.draft_notes.select_related("link"), NOTES_PER_PAGE)
        return self.extra_page(
            request,
            "admin/blog/post/draft_links.html",
            _("Readers of the draft “%(post)s”") % {"post": post},
            original=post,
            form=form,
            made=made,
            links=post.draft_links.select_related("made_by"),
            notes=notes.get_page(request.GET.get("page")),
        )

    def make_link(self, request: HttpRequest, post: Post, form: DraftLinkForm) -> dict[str, str]:
        """The new link's name and address, which the answer shows and nothing keeps: a message
        would stay in a cookie."""
        said = form.cleaned_data
        token = make_draft_link(post, said["name"], said["days"], request.user)
        self.log_change(request, post, _("Made a link for “%(name)s”.") % {"name": said["name"]})
        address = absolute_url(reverse("blog:draft_detail", args=[token]))
        return {"name": said["name"], "address": address}

    def deal_with_row(self, request: HttpRequest, post: Post) -> None:
        """A button of one link or of one note; what is gone meanwhile is done already."""
        links, notes, sent = post.draft_links, post.draft_notes, request.POST
        if link := links.filter(pk=row_number(sent.get("end", ""))).first():
            end_draft_link(link)
            said = _("The link for “%(name)s” has ended.") % {"name": link}
        elif links.filter(pk=row_number(sent.get("delete_link", ""))).delete()[0]:
            said = _("The link is deleted; what was noted by it stays.")
        elif notes.filter(pk=row_number(sent.get("done", ""))).update(done_at=timezone.now()):
            said = _("The note is done.")
        elif notes.filter(pk=row_number(sent.get("open", ""))).update(done_at=None):
            said = _("The note waits again.")
        elif notes.filter(pk=row_number(sent.get("delete_note", ""))).delete()[0]:
            said = _("The note is deleted.")
        else:
            self.message_user(request, _("It was gone already."), messages.WARNING)
            return
        self.log_change(request, post, said)
        self.message_user(request, said, messages.SUCCESS)

    def shown_below(self, row: Post) -> dict[str, Any]:
        waiting = row.draft_notes.waiting()
        return {**super().shown_below(row), "draft_notes": waiting[:NOTES_IN_FORM]}
