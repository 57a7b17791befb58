"""Forms for comments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from blog.commenting import render_comment
from blog.markup import MarkupError
from blog.models import Comment, Post
from blog.moderation.stamps import stamp


class RenderedCommentForm(forms.ModelForm):
    """Renders the comment while it checks it, so that a fault stands beside the text."""

    def clean_source(self) -> str:
        source = self.cleaned_data["source"].strip()
        try:
            self.instance.body_html = render_comment(source)
        except MarkupError as error:
            raise forms.ValidationError(str(error)) from error
        return source


class CommentForm(RenderedCommentForm):
    """``parent`` must be a published comment of the same post. ``stamp`` says when the form was
    handed out; ``subject`` is a trap that people do not see."""

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    subject = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    class Meta:
        model = Comment
        fields = ["name", "email", "website", "source", "parent"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "website": forms.URLInput(attrs={"autocomplete": "url", "placeholder": "https://"}),
            "source": forms.Textarea(attrs={"rows": 8, "maxlength": 5000}),
            "parent": forms.HiddenInput,
        }
        help_texts = {
            "email": _("Optional, never shown."),
            "website": _("Optional."),
            "source": _("Markdown: *emphasis*, `code`, > quotes, lists, links and $formulas$."),
        }

    def __init__(self, post: Post, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.instance.post = post
        self.initial["stamp"] = stamp(post.pk)
        self.fields["parent"].queryset = post.comments.published()
        self.fields["parent"].error_messages["invalid_choice"] = _(
            "The comment that you reply to is not there any more. Your text is below; without a "
            "change it becomes a comment of its own."
        )

    def parent_comment(self) -> Comment | None:
        """The comment that is replied to, where there is one."""
        pk = str(self["parent"].value() or "")
        if not pk.isdecimal() or len(pk) > 18:
            return None
        return self.fields["parent"].queryset.filter(pk=pk).first()
