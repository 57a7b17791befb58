"""A clock that jumps, and the two nights of a year in which an hour is missing or comes twice."""

import time
from datetime import UTC, datetime

import pytest

from tests.faults.accounts import Account, read_column
from tests.faults.fault_rounds import check_round
from tests.faults.faulty_disk import FaultyDisk
from tests.faults.served_site import ServedSite
from tests.faults.writers import Crowd

pytestmark = [pytest.mark.slow, pytest.mark.faults, pytest.mark.sqlite]
HOUR, DAY = 3600, 86400
NIGHTS = {"an hour is missing": datetime(2027, 3, 28, 1, tzinfo=UTC)}
NIGHTS |= {"an hour comes twice": datetime(2027, 10, 31, 1, tzinfo=UTC)}
IN_ORDER = "SELECT source FROM blog_comment WHERE source LIKE 'Comment 0-%' ORDER BY created_at, id"
SCHEDULE = """
from datetime import UTC, datetime
from blog.models import Post
from blog.posts.saving_posts import save_post
moment = datetime.fromtimestamp({}, UTC)
save_post(Post(title="Of the night", slug="of-the-night", source="Text.", published_at=moment))
"""


def test_the_clock_jumps(site: ServedSite, disk: FaultyDisk, rounds, chance, tell):
    """Forwards and backwards while the site is written to; nobody is refused for it."""
    rounds = (rounds + 4) // 5
    site.begin()
    crowd, longest, account = Crowd(site), 0.0, Account()
    for _number in range(rounds):
        with crowd.writing():
            for jump in (HOUR, -HOUR, DAY, -DAY):
                time.sleep(chance.uniform(0.3, 1))
                disk.shift_clock(jump)
                longest = max(longest, site.wait_until_well())
        account = check_round(site, crowd)
        disk.shift_clock(0)
    assert crowd.statuses().keys() == {302}
    tell("clock jumps of an hour and of a day, SQLite", 4 * rounds, account, longest)


@pytest.mark.parametrize("night", NIGHTS)
def test_a_night_of_summer_time(site: ServedSite, disk: FaultyDisk, night: str, tell):
    """Comments stay in the order in which they were sent, and a post comes out at its second."""
    moment = NIGHTS[night].timestamp()
    disk.shift_clock(int(moment - HOUR - time.time()))
    site.settings |= {"TIME_ZONE": "Europe/Berlin"}
    site.begin()
    site.shell(SCHEDULE.format(moment + 1))
    crowd = Crowd(site)
    assert site.read("/posts/of-the-night/")[0] == 404
    disk.shift_clock(int(moment - 4 - time.time()))
    with crowd.writing():
        time.sleep(8)
        assert site.read("/posts/of-the-night/")[0] == 200
        for path in ("/", "/archive/", "/feeds/posts.atom", "/posts/flooded/"):
            assert site.read(path)[0] == 200
    account = check_round(site, crowd)
    assert read_column(site, IN_ORDER) == crowd.commenters[0].ledger.sent
    assert crowd.statuses().keys() == {302}
    tell(f"a night of summer time: {night}, SQLite", 1, account, 0)
