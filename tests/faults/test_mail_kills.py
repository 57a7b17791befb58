"""``kill -9`` while posts are mailed: nobody gets a letter twice, and a kill takes at most the one
that was just given to the mail server."""

import random
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.faults.accounts import Account, read_column
from tests.faults.counted_rounds import CountedRounds
from tests.faults.fault_rounds import start_again
from tests.faults.served_site import ServedSite
from tests.support.mail_server import MailServer, mail_server
from tests.support.serving import free_port

pytestmark = [pytest.mark.slow, pytest.mark.faults]

READERS = 200
PATIENCE = 120  # seconds
BEGIN = f"""
from datetime import timedelta
from django.utils import timezone
from blog.models import Subscriber, current_site
site = current_site()
site.mails_posts, site.mails_posts_since = True, timezone.now() - timedelta(days=1)
site.save()
now = timezone.now()
Subscriber.objects.bulk_create(
    Subscriber(address=f"reader{{number}}@example.org", confirmed_at=now, mailed_until=now)
    for number in range({READERS})
)
"""
PUBLISH = """
from datetime import timedelta
from django.utils import timezone
from blog.models import Post
from blog.posts.saving_posts import save_post
before = timezone.now() - timedelta(minutes=20)
save_post(Post(title="Mailed", source="Text.", published_at=before))
"""
WAITING = """
SELECT COUNT(*) FROM blog_subscriber
WHERE mailed_until < (SELECT MAX(released_at) FROM blog_mailedpost)
"""
RELEASED = "SELECT COUNT(*) FROM blog_mailedpost"


@pytest.fixture
def mail_host() -> Iterator[MailServer]:
    with mail_server() as server:
        server.answer = lambda _verb, _to: time.sleep(0.004) or b""  # as over a line
        yield server


def wait_for(is_so) -> None:
    begun = time.monotonic()
    while not is_so():
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.002)


def mail_and_kill(
    site: ServedSite, host: MailServer, kills: int, chance: random.Random, others=()
) -> tuple[Account, float, int]:
    """Posts to all readers, one after the other, until the site was killed so often; what came of
    it, the longest start, and how many posts."""
    site.settings |= {
        "EMAIL_URL": f"smtp://127.0.0.1:{host.port}",
        "CONTACT_EMAIL": "us@site.example",
    }
    site.begin()
    site.shell(BEGIN)
    for other in others:
        other.settings |= site.settings
        other.start()
    longest, posts = 0.0, 0
    while kills:
        posts += 1
        site.shell(PUBLISH)
        wait_for(lambda count=posts: read_column(site, RELEASED) == [count])
        while kills and not all_are_mailed(site):
            least = len(host.letters) + chance.randint(1, 30)
            wait_for(lambda most=least: len(host.letters) >= most or all_are_mailed(site))
            if len(host.letters) >= least:
                time.sleep(chance.uniform(0, 0.05))
                site.kill()
                kills -= 1
                longest = max(longest, start_again(site))
        wait_for(lambda: all_are_mailed(site))
    time.sleep(1)  # the last letter is under way
    return account_of_letters(host, posts), longest, posts


def all_are_mailed(site: ServedSite) -> bool:
    return read_column(site, WAITING) == [0]


def account_of_letters(host: MailServer, posts: int) -> Account:
    times = Counter(letter.to for letter in host.letters)
    account = Account(acknowledged=READERS * posts)
    for number in range(READERS):
        found = times[address := f"reader{number}@example.org"]
        account.lost += [address] * (posts - found)
        account.doubled += [address] * (found - posts)
    return account


def mail_and_check(
    site: ServedSite, host: MailServer, rounds: CountedRounds, chance: random.Random, others=()
) -> None:
    """The letters are looked at when all are out, so these rounds are counted together."""
    kills = rounds.left
    account, longest, _posts = mail_and_kill(site, host, kills, chance, others)
    rounds.count(account, longest, kills)
    assert account.doubled == []
    assert len(account.lost) <= kills


@pytest.mark.sqlite
def test_letters_of_killed_processes_on_sqlite(site, mail_host, rounds, chance):
    mail_and_check(site, mail_host, rounds.of("`kill -9` while posts are mailed, SQLite"), chance)


def test_letters_of_two_processes_of_which_one_is_killed_on_postgresql(
    site_on_postgres, mail_host, rounds, chance, tmp_path
):
    other = ServedSite(site_on_postgres.data_dir, free_port(), tmp_path / "other")
    try:
        rounds.of("`kill -9` of one of two that mail posts, PostgreSQL")
        mail_and_check(site_on_postgres, mail_host, rounds, chance, [other])
    finally:
        other.kill()
