"""The pictures of texts that programs send."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from blog.api.api_access import may_add, refuse_spent
from blog.api.api_faults import ApiRefused
from blog.api.request_bodies import sent_picture
from blog.comments.moderation.rate_counts import spend_limits
from blog.models.writing_rights import WRITES_POSTS, has_one_of
from blog.writing.uploaded_pictures import picture_markdown, take_pictures_in


def keep_picture(request: HttpRequest) -> dict[str, Any]:
    """A picture of a text: the bytes are the body, its name stands in the address."""
    user, name = request.user, request.GET.get("name", "")
    if not has_one_of(user, WRITES_POSTS):
        may_add(user)
    if not name:
        to_do = _("Ask for …/pictures?name=figure.png.")
        raise ApiRefused(422, _("The picture has no name."), where="name", to_do=to_do)
    refuse_spent(spend_limits({f"pictures {user.pk}": settings.BLOG_PICTURE_RATE_LIMIT}))
    (taken,) = take_pictures_in([SimpleUploadedFile(name, sent_picture(request))])
    if taken.refusal:
        raise ApiRefused(422, taken.refusal, where=name)
    return {"address": taken.address, "markdown": picture_markdown(taken.address)}
