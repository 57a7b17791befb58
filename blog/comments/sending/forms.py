"""Forms for comments."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from blog.comments.moderation.form_stamps import renewed_stamp
from blog.comments.moderation.rate_counts import Spending
from blog.comments.rendering_comments import render_comment
from blog.markup import MarkupError
from blog.models import Comment, Post
from blog.models.mail import Wish
from blog.text.display_names import plain_name
from blog.text.quotable import Quotable, one_line
from papers.queries.row_numbers import row_number
from papers.records.printable_text import printable
from papers.site_values import address_of


class TextBox(forms.Textarea):
    """Counts the end of a line as one character, as the browser's ``maxlength`` does, though
    forms send two (HTML, "normalize newlines" of form submission)."""

    def value_from_datadict(self, *args) -> str | None:
        value = super().value_from_datadict(*args)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class RenderedCommentForm(forms.ModelForm):
    """Looks at what was written without much work, so that limits can be counted before
    ``render_text``; ``refusal`` is the limit that was met, for the page that says so."""

    refusal: Spending | None = None

    def clean_name(self) -> str:
        name = plain_name(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name

    def clean_website(self) -> str:
        website = self.cleaned_data["website"]
        if website != plain_name(website):
            raise forms.ValidationError(_("Enter a valid URL."))
        return website

    def clean_source(self) -> str:
        source = printable(self.cleaned_data["source"]).strip()
        if not source:
            raise forms.ValidationError(self.fields["source"].error_messages["required"])
        return source

    def render_text(self) -> bool:
        """Renders a text that is there; ``False``, with the fault beside it, where it cannot be
        rendered."""
        source = self.cleaned_data.get("source")
        if source is None:
            return False
        try:
            self.instance.body_html = render_comment(source, self.instance.post)
        except MarkupError as error:
            self.add_error("source", str(error))
            return False
        return True


class CommentForm(RenderedCommentForm):
    """``parent`` must be a published comment of the same post. ``stamp`` says when the form was
    handed out; ``subject`` is a trap that people do not see; ``wish`` is what to mail of.

    ``shows_preview``: the page that shows the form again has the comment as it would stand, too;
    ``is_outdated``: since it was written on a page of long ago; ``is_busy``: without it, for very
    many are asked for.
    """

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    subject = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    wish = forms.ChoiceField(
        label=_("Mail me"), required=False, choices=[("", _("nothing")), *Wish.choices]
    )
    shows_preview = is_outdated = is_busy = False

    class Meta:
        model = Comment
        fields = ["name", "email", "website", "source", "parent", "quote"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "website": forms.URLInput(attrs={"autocomplete": "url", "placeholder": "https://"}),
            "source": TextBox(attrs={"rows": 8, "maxlength": 5000}),
            "parent": forms.HiddenInput,
            "quote": forms.HiddenInput,
        }
        help_texts = {
            "email": _("Optional, never shown."),
            "website": _("Optional."),
            "source": _(
                "Markdown: *emphasis*, `code`, > quotes, lists, links, $formulas$ and citations "
                "such as [@doi:10.1000/182]."
            ),
        }

    def __init__(self, post: Post, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.instance.post = post
        self.post = post
        self.fields["parent"].queryset = Comment.objects.published().filter(post_id=post.pk)
        self.fields["parent"].error_messages["invalid_choice"] = _(
            "The comment that you reply to is not there any more. Your text is below; without a "
            "change it becomes a comment of its own."
        )
        if not settings.BLOG_SENDS_MAIL:
            del self.fields["wish"]

    def clean_quote(self) -> str:
        words = one_line(self.cleaned_data["quote"])
        self.instance.quoted_at = self.post.updated_at if words else None
        return words

    def render_text(self) -> bool:
        """Takes only words as a quotation that stand in the post as it is now; the comment keeps
        how old that is."""
        words = self.cleaned_data.get("quote")
        is_right = not words or Quotable(self.post.body_html).has(words)
        if not is_right:
            told = _(
                "The passage that you quote was changed meanwhile, so the quotation is left "
                "out. Your text is below; send it again if it still holds."
            )
            self.add_error("quote", told)
            self.instance.quote, self.instance.quoted_at = "", None
        return super().render_text() and is_right

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("wish") and not values.get("email") and "email" not in self.errors:
            self.add_error("email", _("Where should the letters go? Give an address."))
        return values

    @cached_property
    def parent_comment(self) -> Comment | None:
        """The comment that is replied to, where there is one."""
        pk = row_number(str(self["parent"].value() or ""))
        if pk is None:
            return None
        return self.fields["parent"].queryset.filter(pk=pk).first()

    @property
    def address(self) -> str:
        return address_of("blog:comment_add", self.post.slug)

    @property
    def next_parent(self) -> int | str:
        return self.parent_comment.pk if self.parent_comment else ""

    @property
    def next_quote(self) -> str:
        return "" if "quote" in self.errors else str(self["quote"].value() or "")

    @property
    def sent_stamp(self) -> str:
        return str(self["stamp"].value() or "")

    @property
    def next_stamp(self) -> str:
        return renewed_stamp(self.sent_stamp, self.post.pk)


class EditForm(RenderedCommentForm):
    """What the writer of a comment may change. The mail address stays, for it may be proven."""

    shows_preview = is_busy = False

    class Meta:
        model = Comment
        fields = ["name", "website", "source"]
        widgets = CommentForm.Meta.widgets
        help_texts = CommentForm.Meta.help_texts

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class ReportForm(forms.Form):
    refusal: Spending | None = None
    note = forms.CharField(
        label=_("What is wrong with it?"),
        max_length=500,
        required=False,
        widget=TextBox(attrs={"rows": 4}),
        help_text=_("Optional. Only moderators read it."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
