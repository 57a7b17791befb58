"""Where the link of an invitation leads: the invited one makes their account."""

from django import forms
from django.contrib.auth import get_user_model, login
from django.contrib.auth.forms import UserCreationForm
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from blog.accounts.invitation_links import accept_invitation, invitation_of_token
from blog.admin.password_resets import in_admin_frame


class AccountForm(UserCreationForm):
    """The whole name stands in one field: which part of it is a family's, nobody need say."""

    first_name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=150,
        help_text=gettext_lazy("As it stands over your posts."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    class Meta(UserCreationForm.Meta):
        model = get_user_model()
        fields = ["username", "first_name"]


@sensitive_post_parameters()
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The same answer to a link that was guessed, used, taken back or is too old."""
    context = in_admin_frame(request, _("Your account"))
    form = AccountForm(request.POST or None)
    known = invitation_of_token(token)
    if known is not None and request.method == "POST" and form.is_valid():
        try:
            user = accept_invitation(token, form)
        except IntegrityError:  # somebody took the name in this moment
            form.add_error("username", _("A user with that username already exists."))
        else:
            known = user and known
            if user is not None:
                login(request, user, backend="django.contrib.auth.backends.ModelBackend")
                return redirect("admin:index")
    context |= {"invitation": known, "form": form}
    status = 200 if known else 404
    return TemplateResponse(request, "admin/invitation.html", context, status=status)
