"""Where other sites say that they link a post (W3C Webmention)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from blog.comments.moderation.rate_counts import spend_rate
from blog.mentions.received_mentions import MentionRefused, queue_mention
from blog.models import current_site
from blog.views.uploads import said


@csrf_exempt
@never_cache
def webmention(request: HttpRequest) -> HttpResponse:
    """Keeps a mention for the process that looks at it. It needs no token: who sends it is known
    by nothing, and it says nothing that its page does not say."""
    if not current_site().takes_mentions:
        raise Http404(_("This site takes no mentions."))
    if request.method != "POST":
        told = _("A mention is sent here by POST, with a source and a target.")
        return said(405, told, Allow="POST")
    spent = spend_rate(request, "mention")
    if not spent.is_free:
        return said(429, str(spent), Retry_After=str(spent.wait))
    source, target = (request.POST.get(name, "").strip() for name in ("source", "target"))
    try:
        queue_mention(source, target)
    except MentionRefused as refused:
        if refused.wait:
            return said(429, str(refused), Retry_After=str(refused.wait))
        return said(400, str(refused))
    return said(202, _("Thank you. Your page will be looked at, and a moderator decides."))
