"""Readers who agreed elsewhere that posts are mailed to them: addresses out of a file or a list."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
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
    the other lines. Raises ``ValueError`` with a sentence where there are too many."""
    found: dict[str, None] = {}
    faults = []
    for line, address in addresses_in_lines(text):
        try:
            Subscriber._meta.get_field("address").clean(address, None)
        except ValidationError:
            faults.append(_("Line %(line)d has no mail address.") % {"line": line})
        else:
            found[address] = None
    if len(found) > MOST_IMPORTED:
        told = _("These are %(found)d addresses; at most %(most)d come in at once.")
        raise ValueError(told % {"found": len(found), "most": MOST_IMPORTED})
    return list(found), faults


def addresses_in_lines(text: str) -> Iterator[tuple[int, str]]:
    """The number of each line that has something, with what should be its address: of the column
    that the first line names, else what has an @. Raises ``ValueError`` for what is no CSV."""
    rows = csv.reader(text.splitlines(), delimiter=max(SEPARATORS, key=text.count))
    column: int | None = None
    try:
        for cells in rows:
            words = [cell.strip() for cell in cells]
            if rows.line_num == 1 and not any("@" in word for word in words):
                names = [word.casefold() for word in words]
                column = next((names.index(name) for name in NAMES if name in names), None)
            elif column is not None and any(words):
                yield rows.line_num, normal_mail("".join(words[column : column + 1]))
            elif any(words):
                yield rows.line_num, normal_mail(next((one for one in words if "@" in one), ""))
    except csv.Error as error:
        told = _("Line %(line)d cannot be read: a quotation mark before it may not be closed.")
        raise ValueError(told % {"line": rows.line_num}) from error


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
