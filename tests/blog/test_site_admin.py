import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from blog.models import Page, Post, Site, stored_site
from tests.support.factories import make_page, make_post, set_site

pytestmark = pytest.mark.django_db
FORM = "/admin/blog/site/"
IMAGES = ("logo", "icon")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><path d="M0 0"/></svg>'


def form_values(client: Client, address: str = FORM) -> dict[str, object]:
    """What the form would send again."""
    form = client.get(address).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "")}


def send(client: Client, **values: object):
    kept = {name: value for name, value in form_values(client).items() if name not in IMAGES}
    return client.post(FORM, kept | values)


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return response.context["adminform"].form.errors


def test_sidebar_opens_the_one_form(admin_client):
    assert f'href="{FORM}"' in admin_client.get("/admin/").content.decode()
    response = admin_client.get(FORM)
    assert 'name="time_zone"' in response.content.decode()
    assert not Site.objects.exists(), "looking stores nothing"


def test_form_stores_the_site_and_comes_back(admin_client):
    response = send(
        admin_client,
        name="Carnet",
        time_zone="Asia/Seoul",
        footer="Written in *Seoul*.",
        citation_style="ieee",
    )
    assert (response.status_code, response.url) == (302, FORM)
    site = stored_site()
    assert (site.name, site.time_zone) == ("Carnet", "Asia/Seoul")
    assert site.footer_html == "<p>Written in <em>Seoul</em>.</p>"
    page = admin_client.get(FORM).content.decode()
    assert "rendered again" in page
    assert "Carnet" in admin_client.get("/admin/").content.decode()
    assert LogEntry.objects.get().object_id == "1"
    assert "Seoul" in Client().get("/").content.decode()


def test_form_tells_what_is_wrong_where_it_stands(admin_client):
    response = send(
        admin_client,
        name="",
        time_zone="Seoul",
        accent="#ffee88",
        accent_dark="#86c5d3",
        css="@import 'x';",
    )
    assert set(errors(response)) == {"name", "time_zone", "accent", "css"}
    assert "a contrast of 1.0 : 1" in response.content.decode()
    assert not Site.objects.exists()


def test_zone_and_style_that_menus_lack_can_stay(admin_client):
    Site(name="Notes", time_zone="Asia/Calcutta", citation_style="gone").save()
    assert send(admin_client, tagline="Words").status_code == 302
    assert (stored_site().time_zone, stored_site().citation_style) == ("Asia/Calcutta", "gone")


def test_logo_and_icon_are_shown(admin_client):
    files = {
        "logo": SimpleUploadedFile("../My logo.png", PNG),
        "icon": SimpleUploadedFile("icon.txt", SVG),
    }
    assert send(admin_client, **files).status_code == 302
    site = stored_site()
    assert site.logo.name.endswith(".png")
    assert site.icon.name.endswith(".svg")
    page = Client().get("/").content.decode()
    assert f'<img src="{site.logo.url}" alt="">' in page
    assert f'<link rel="icon" href="{site.icon.url}">' in page
    drawing = site.icon.read()
    assert (b"path" in drawing, b"script" in drawing) == (True, False)
    site.icon.close()
    assert site.logo.read() == PNG
    site.logo.close()
    send(admin_client, shows_name="")
    assert f'<img src="{site.logo.url}" alt="Wellcited">' in Client().get("/").content.decode()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<html>", "This is no image"),
        (PNG + b"\0" * 600_000, "The image has 600 kB; at most 500 kB"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><path>", "This drawing cannot be shown"),
    ],
)
def test_upload_that_is_no_logo_is_refused(admin_client, data: bytes, told: str):
    response = send(admin_client, logo=SimpleUploadedFile("logo.png", data))
    assert told in errors(response)["logo"][0]


def test_dates_are_typed_and_shown_in_the_sites_zone(admin_client):
    set_site(time_zone="Asia/Seoul")
    values = {"title": "A", "source": "Words.", "published_at": "2023-03-01 08:30"}
    empty = {"bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0}
    empty["commenting"] = "open"
    sent = admin_client.post("/admin/blog/post/add/", values | empty)
    assert sent.status_code == 302
    post = Post.objects.get()
    assert post.published_at.isoformat() == "2023-02-28T23:30:00+00:00"
    page = admin_client.get(f"/admin/blog/post/{post.pk}/change/").content.decode()
    assert 'value="2023-03-01 08:30"' in page
    assert "Published: 1 March 2023, 08:30, Seoul" in page


def test_page_is_written_in_the_admin(admin_client):
    values = {"title": "People", "address": "/people/", "source": "We are [@nobody]."}
    response = admin_client.post("/admin/blog/page/add/", values, follow=True)
    assert "leads to no paper" in response.content.decode()
    page = Page.objects.get()
    assert (page.address, "We are" in page.body_html) == ("people", True)
    assert Client().get("/people/").status_code == 200


def test_page_at_an_address_of_ours_is_told(admin_client):
    make_page(address="people")
    for address, told in (("papers", "address of this blog"), ("/people/", "already exists")):
        values = {"title": "A", "address": address, "source": "Words."}
        response = admin_client.post("/admin/blog/page/add/", values)
        assert told in errors(response)["address"][0]


def test_page_that_is_too_long_stays_in_the_form(admin_client):
    values = {"title": "A", "address": "a", "source": "x" * 500_001}
    response = admin_client.post("/admin/blog/page/add/", values)
    assert "at most 500,000" in errors(response)["source"][0]


def test_own_licence_of_a_post_goes_before_the_sites(client):
    set_site(licence="CC BY 4.0")
    make_post(slug="a")
    make_post(slug="b", license="CC0")
    assert "CC BY 4.0" in client.get("/posts/a/").content.decode()
    text = client.get("/posts/b/").content.decode()
    assert ("CC0" in text, "CC BY 4.0" in text) == (True, False)


@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/Los_Angeles"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_date_that_not_every_zone_has_is_refused(admin_client, zone: str, day: str):
    set_site(time_zone=zone)
    values = {"title": "A", "published_at": f"{day} 12:00"}
    response = admin_client.post("/admin/blog/post/add/", values)
    assert "from the year 1000" in errors(response)["published_at"][0]
