import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from blog.comments.moderation.personal_data import erase_person, export_person
from blog.folder.site_export import export_site
from blog.mailing import subscriber_import
from blog.mailing.subscriber_import import read_addresses
from blog.mailing.subscriber_links import stop_address_of
from blog.models import MailAddress, Subscriber
from blog.models.subscribers import Ending, Pace
from tests.blog.mailing.test_delivery_reports import FAILED, REPORT, TOKEN

pytestmark = pytest.mark.django_db
ADD = reverse("admin:blog_subscriber_add")
CONSENT = "sign-up sheet of the spring workshop, 2026"


def test_addresses_are_read_out_of_files_and_lists(monkeypatch):
    csv = 'Name;E-Mail;Since\n"A; B";Ada@Example.org ;2026\n\nBo;;2026\nAda;ada@example.org;\n'
    assert read_addresses(csv) == (["ada@example.org"], ["Line 4 has no mail address."])
    lines = "ada@example.org\nno address\nbo@example.org,Bo"
    assert read_addresses(lines)[0] == ["ada@example.org", "bo@example.org"]
    assert read_addresses("Nom,Courriel\nA,ada@example.org")[0] == ["ada@example.org"]
    assert read_addresses("") == ([], [])
    with pytest.raises(ValueError, match="cannot be read: a quotation mark"):
        read_addresses('"' + "ada@example.org\n" * 10_000)
    monkeypatch.setattr(subscriber_import, "MOST_IMPORTED", 1)
    with pytest.raises(ValueError, match="2 addresses; at most 1"):
        read_addresses(lines)


def test_an_import_says_what_came_in_and_what_stays_away(admin_client):
    now = timezone.now()
    known = Subscriber.objects.create(address="there@example.org", confirmed_at=now)
    Subscriber.objects.create(address="open@example.org")
    stopped = Subscriber.objects.create(
        address="stopped@example.org", confirmed_at=now, ended_at=now, ending=Ending.STOPPED
    )
    MailAddress.objects.create(address="refused@example.org", refused_at=now)
    names = ("new", "there", "open", "stopped", "refused")
    text = "\n".join(["email", *(f"{name}@example.org" for name in names), "nobody"])
    upload = io.BytesIO(text.encode())
    upload.name = "list.csv"
    sent = {"file": upload, "pace": "weekly"}
    refused = admin_client.post(ADD, sent)
    assert (refused.status_code, Subscriber.objects.in_force().count()) == (200, 1)
    upload.seek(0)
    told = admin_client.post(ADD, sent | {"consent": CONSENT}, follow=True).content.decode()
    assert "2 addresses were added. 1 was there already. 2 stay away" in told
    assert "Line 7 has no mail address." in told
    came = Subscriber.objects.in_force().exclude(pk=known.pk).order_by("address")
    found = [("new@example.org", Pace.WEEKLY, CONSENT), ("open@example.org", Pace.WEEKLY, CONSENT)]
    assert list(came.values_list("address", "pace", "consent")) == found
    selected = {"action": "take_off", "_selected_action": [known.pk, stopped.pk]}
    admin_client.post(reverse("admin:blog_subscriber_changelist"), selected)
    endings = Subscriber.objects.filter(pk__in=[known.pk, stopped.pk]).order_by("pk")
    assert list(endings.values_list("ending", flat=True)) == [Ending.TAKEN_OFF, Ending.STOPPED]


def test_who_is_mailed_is_private_and_goes_with_the_person(tmp_path, capsys):
    row = Subscriber.objects.create(address="ada@example.org", confirmed_at=timezone.now())
    report = tmp_path / "mail"
    told = REPORT.format(recipients=FAILED, returned="message/rfc822")
    token = stop_address_of(row).split("/")[-2]
    report.write_bytes(told.replace(TOKEN, token).encode())
    call_command("take_off_bounces", str(report))
    assert "1 taken off" in capsys.readouterr().out
    export_site(tmp_path / "site")
    texts = {
        path.relative_to(tmp_path / "site").parts[0]
        for path in (tmp_path / "site").rglob("*")
        if path.is_file() and row.mark in path.read_text(errors="replace")
    }
    assert texts == {"private"}
    [told] = export_person(None, mail="Ada@example.org")["posts_by_mail"]
    assert (told["address"], told["ending"]) == ("ada@example.org", Ending.BOUNCED)
    erase_person(None, mail="ada@example.org")
    assert not Subscriber.objects.exists()
