"""Readers who agreed elsewhere that posts are mailed to them: addresses out of a file or a list."""

import csv
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.comments.mail.proven_address import normal_mail
from blog.mailing.subscriber_links import begin_anew
from blog.models import MailAddress, Subscriber
from blog.models.subscribers import Pace
from papers.queries.batches import batches

MOST_IMPORTED = 20_000  # addresses at once
NAMES = ("email", "e-mail", "email address", "e-mail address", "mail", "mail address", "address")
SEPARATORS = (";", "\t", ",")


@dataclass
class ImportedSubscribers:
    """How many came in, how many were there, and how many stay away since they stopped, their mail
    came back, or their owner wants no letters."""

    added: int = 0
    there: int = 0
    ended: int = 0


def read_addresses(text: str) -> tuple[list[str], list[str]]:
    """The addresses of a CSV file or of lines, in lower case and each once, and what is wrong with
    the other lines. A first line without an address names the columns. Raises ``ValueError`` with a
    sentence where there are too many."""
    rows = csv.reader(text.splitlines(), delimiter=max(SEPARATORS, key=text.count))
    column, faults = 0, []
    found: dict[str, None] = {}
    for cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if rows.line_num == 1 and not any("@" in cell for cell in cells):
            column = column_of([cell.strip().casefold() for cell in cells])
            continue
        address = normal_mail(cells[column]) if column < len(cells) else ""
        try:
            validate_email(address)
        except ValidationError:
            faults.append(_("Line %(line)d has no mail address.") % {"line": rows.line_num})
        else:
            found[address] = None
    if len(found) > MOST_IMPORTED:
        told = _("That are %(found)d addresses; at most %(most)d come in at once.")
        raise ValueError(told % {"found": len(found), "most": MOST_IMPORTED})
    return list(found), faults


def column_of(names: list[str]) -> int:
    return next((names.index(name) for name in NAMES if name in names), 0)


@transaction.atomic
def import_subscribers(found: list[str], consent: str, pace: Pace) -> ImportedSubscribers:
    """Addresses as ``read_addresses`` gives them. Who stopped stays away."""
    outcome = ImportedSubscribers()
    for addresses in batches(found, 1000):
        bring_along(addresses, consent, pace, outcome)
    return outcome


def bring_along(
    addresses: list[str], consent: str, pace: Pace, outcome: ImportedSubscribers
) -> None:
    rows = Subscriber.objects.filter(address__in=addresses)
    known = {row.address: row for row in rows.select_for_update()}
    refused = MailAddress.objects.filter(address__in=addresses).exclude(refused_at=None)
    away = {*known, *refused.values_list("address", flat=True)}
    new = [one for one in addresses if one not in away]
    unanswered = rows.filter(confirmed_at=None, ended_at=None)
    unanswered.update(pace=pace)
    now = timezone.now()
    outcome.there += sum(row.is_in_force for row in known.values())
    outcome.ended += sum(row.ended_at is not None for row in known.values())
    outcome.ended += len(addresses) - len(known) - len(new)
    outcome.added += begin_anew(unanswered, consent) + len(new)
    Subscriber.objects.bulk_create(
        Subscriber(address=one, pace=pace, consent=consent, confirmed_at=now, mailed_until=now)
        for one in new
    )
