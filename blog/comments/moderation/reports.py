"""Readers' reports of comments."""

from blog.comments.moderation.sender_hashes import hash_address
from blog.models import Comment, Report
from papers.records.printable_text import printable


def report_comment(comment: Comment, note: str, address: str) -> bool:
    """Puts a comment into the moderators' tab "Reported"; ``False`` where this sender did before.

    ``address`` is ``sender_hashes.client_address(request)``. For the view: only a comment that
    ``is_public`` can be reported, and ``spend_rate(request, "report")`` comes first.
    """
    sender = hash_address(address)
    note = " ".join(printable(note).split())[:500]
    if not sender:
        Report.objects.create(comment=comment, note=note)
        return True
    _report, is_new = Report.objects.get_or_create(
        comment=comment, sender=sender, defaults={"note": note}
    )
    return is_new
