"""Pages open in Chromium without a complaint; ``page`` checks the console at the end."""

from django.urls import reverse


def test_pages_open(page):
    for name in ("blog:home", "blog:archive", "blog:tag_list", "blog:about"):
        assert page.goto(reverse(name)).status == 200, name
        assert page.locator("h1").count() == 1, name


def test_somebody_logs_in_to_the_admin(page, admin_user):
    page.goto(reverse("admin:index"))
    page.fill("#id_username", admin_user.username)
    page.fill("#id_password", "password")
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")
    assert page.locator("#user-tools").is_visible()


def test_the_policy_stops_an_inline_script_and_we_hear_of_it(page, problems: list[str]):
    page.goto(reverse("blog:home"))
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.text = "document.title = 'broken'";
            document.body.append(script);
        }"""
    )
    assert page.title() != "broken"
    page.wait_for_timeout(100)
    assert any("CSP" in line for line in problems)
    problems.clear()
