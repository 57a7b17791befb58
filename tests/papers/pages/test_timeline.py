from papers.models import Paper
from papers.pages.library_overview import overview_of_library
from papers.pages.timeline import MOST_YEARS, YearCount, draw_timeline
from tests.support.factories import cite, make_paper, make_post
from tests.support.pages import check_page


def test_no_papers_no_drawing():
    assert draw_timeline([]) is None
    assert draw_timeline([YearCount(1903, 0, 0)]) is None


def test_heights_follow_the_numbers():
    drawing = draw_timeline([YearCount(2019, 4, 1), YearCount(2020, 2, 0), YearCount(2021, 400, 0)])
    assert [bar.height for bar in drawing.bars] == [2, 2, 88]
    assert [bar.depth for bar in drawing.bars] == [36, 0, 0]
    assert all(bar.top + bar.height == drawing.line for bar in drawing.bars)


def test_old_years_share_one_bar():
    years = [YearCount(year, 1, 0) for year in range(2026 - MOST_YEARS + 1, 2027)]
    drawing = draw_timeline([YearCount(-350, 1, 2), YearCount(1665, 3, 0), *years])
    old, new = drawing.bars[:2]
    assert (old.is_old, old.year, old.papers, old.discussions) == (True, 2026 - MOST_YEARS, 4, 2)
    assert (new.is_old, new.year) == (False, 2026 - MOST_YEARS + 1)
    assert (drawing.first, drawing.last) == (-350, 2026)
    assert [year for year, _place in drawing.labels] == [1970, 1980, 1990, 2000, 2010, 2020]


def test_the_drawing_is_not_half_empty():
    drawing = draw_timeline(YearCount(year, 1, 0) for year in [1970, 1990, *range(2005, 2021)])
    assert [bar.year for bar in drawing.bars] == [1989, 1990, *range(2005, 2021)]
    drawing = draw_timeline(YearCount(year, 1, 0) for year in [1970, 1985, *range(2005, 2021)])
    assert [bar.year for bar in drawing.bars] == [2004, *range(2005, 2021)]
    few = draw_timeline(YearCount(year, 1, 0) for year in (1665, 2016, 2026))
    assert [bar.year for bar in few.bars] == [2015, 2016, 2026]


def test_places_stay_inside_the_drawing():
    drawing = draw_timeline(YearCount(year, 1, 1) for year in range(1800, 2027))
    ends = [float(bar.left[:-1]) + float(bar.width[:-1]) for bar in drawing.bars]
    assert len(ends) == MOST_YEARS + 1
    assert ends == sorted(ends)
    assert 0 < ends[0] < ends[-1] < 100


def test_the_list_shows_its_years_as_a_drawing_and_a_table(client, db):
    paper = make_paper(year=1903, **{"container-title": "Nature"})
    cite(make_post(tags=["Radium"]), paper)
    make_paper(year=1911)
    text = check_page(client.get("/papers/"))
    assert "<title>1903: 1 paper, 1 discussion</title>" in text
    assert '<th scope="row"><a href="/papers/?year=1911">1911</a></th><td>1</td><td>0</td>' in text
    assert '<option value="Nature">' in text
    assert '<option value="radium">Radium</option>' in text


def test_the_overview_is_counted_anew_when_a_paper_changes(db, django_assert_num_queries):
    paper = make_paper(year=1903)
    assert [(one.year, one.papers) for one in overview_of_library().years] == [(1903, 1)]
    with django_assert_num_queries(1):
        overview_of_library()
    paper.issued_year = 1904
    paper.save()
    assert [(one.year, one.papers) for one in overview_of_library().years] == [(1904, 1)]
    Paper.objects.all().delete()
    assert overview_of_library().papers == 0
