"""A clock that jumps, and the two nights of a year in which an hour is missing or comes twice."""

import time
from datetime import UTC, datetime

import pytest

from tests.faults.accounts import read_column
from tests.faults.fault_rounds import check_round
from tests.faults.faulty_disk import FaultyDisk
from tests.faults.served_site import ServedSite
from tests.faults.writers import Crowd

pytestmark = [pytest.mark.slow, pytest.mark.faults]
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


def test_the_clock_jumps(
    site_on_each: ServedSite, clock: FaultyDisk, database_name: str, rounds, chance
):
    """Forwards and backwards while the site is written to; nobody is refused for it."""
    site = site_on_each
    site.begin()
    crowd = Crowd(site)
    for _number in rounds.of(f"clock jumps of an hour and of a day, {database_name}", share=5):
        longest = 0.0
        with crowd.writing():
            for jump in (HOUR, -HOUR, DAY, -DAY):
                time.sleep(chance.uniform(0.3, 1))
                clock.shift_clock(jump)
                longest = max(longest, site.wait_until_well())
        check_round(site, crowd, rounds, longest)
        clock.shift_clock(0)
        assert crowd.statuses().keys() == {302}


@pytest.mark.parametrize("night", NIGHTS)
def test_a_night_of_summer_time(
    site_on_each: ServedSite, clock: FaultyDisk, database_name: str, night: str, rounds
):
    """Comments stay in the order in which they were sent, and a post comes out at its second."""
    site = site_on_each
    rounds.of(f"a night of summer time: {night}, {database_name}", most=1)
    moment = NIGHTS[night].timestamp()
    clock.shift_clock(int(moment - HOUR - time.time()))
    site.settings |= {"TIME_ZONE": "Europe/Berlin"}
    site.begin()
    site.shell(SCHEDULE.format(moment + 1))
    crowd = Crowd(site)
    assert site.read("/posts/of-the-night/")[0] == 404
    clock.shift_clock(int(moment - 4 - time.time()))
    with crowd.writing():
        time.sleep(8)
        assert site.read("/posts/of-the-night/")[0] == 200
        for path in ("/", "/archive/", "/feeds/posts.atom", "/posts/flooded/"):
            assert site.read(path)[0] == 200
    check_round(site, crowd, rounds)
    assert read_column(site, IN_ORDER) == crowd.commenters[0].ledger.sent
    assert crowd.statuses().keys() == {302}
