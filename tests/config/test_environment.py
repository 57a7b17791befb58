import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import (
    read_choice,
    read_data_dir,
    read_email,
    read_flag,
    read_language,
    read_list,
    read_number,
    read_registries,
    read_secret_key,
    read_site_url,
    read_text,
    read_zone,
)


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("Yes", True), ("off", False)])
def test_flag_is_read(monkeypatch, value: str, expected: bool):
    monkeypatch.setenv("DEBUG", value)
    assert read_flag("DEBUG", not expected) is expected


def test_flag_that_is_neither_is_refused(monkeypatch):
    monkeypatch.setenv("DEBUG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="DEBUG is 'maybe'; set it to 1 or 0"):
        read_flag("DEBUG", False)


def test_number_is_read(monkeypatch):
    assert read_number("TRUSTED_PROXIES", 1) == 1
    monkeypatch.setenv("TRUSTED_PROXIES", "2")
    assert read_number("TRUSTED_PROXIES", 1) == 2


@pytest.mark.parametrize("value", ["-1", "many", "", "²"])
def test_number_that_is_none_is_refused(monkeypatch, value: str):
    monkeypatch.setenv("TRUSTED_PROXIES", value)
    with pytest.raises(ImproperlyConfigured, match="set it to a whole number such as 1"):
        read_number("TRUSTED_PROXIES", 1)


def test_list_drops_blanks(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example , ,b.example")
    assert read_list("ALLOWED_HOSTS", []) == ["a.example", "b.example"]


def test_site_url_loses_its_last_slash(monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://blog.example.org/")
    assert read_site_url("") == "https://blog.example.org"


@pytest.mark.parametrize(
    "value",
    [
        *("blog.example.org", "ftp://a", "https://a/b?c", "https://a/../b", "https://"),
        *("http://a:65536", "http://a:99999/blog", "http://a:0", "http://a:", "http://a:x"),
        *("http://a:8o", "http://a:80:80", "http://[::1", "http://a:٨٠"),
    ],
)
def test_site_url_that_is_no_address_of_a_site_is_refused(monkeypatch, value: str):
    monkeypatch.setenv("SITE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="set it to an address"):
        read_site_url("")


def test_mail_is_sent_as_its_address_says(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://me%40here:p%2Fw@mail.example.org")
    assert read_email() == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example.org",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "me@here",
        "EMAIL_HOST_PASSWORD": "p/w",
        "EMAIL_USE_TLS": True,
        "EMAIL_USE_SSL": False,
        "EMAIL_TIMEOUT": 20,
    }


@pytest.mark.parametrize(
    ("value", "backend"),
    [("console:", "console"), ("file:///var/mail", "filebased"), ("smtps://h:1465", "smtp")],
)
def test_mail_goes_other_ways_too(monkeypatch, value: str, backend: str):
    monkeypatch.setenv("EMAIL_URL", value)
    assert read_email()["EMAIL_BACKEND"] == f"django.core.mail.backends.{backend}.EmailBackend"


@pytest.mark.parametrize("value", ["mail.example.org", "http://a", "smtp:", "smtp://h:port"])
def test_mail_address_that_is_none_is_refused(monkeypatch, value: str):
    monkeypatch.setenv("EMAIL_URL", value)
    with pytest.raises(ImproperlyConfigured, match=r"EMAIL_URL .*; set it to smtp\+tls://"):
        read_email()


def test_choice_outside_the_list_is_refused(monkeypatch):
    monkeypatch.setenv("LOG_LEVEL", "loud")
    with pytest.raises(ImproperlyConfigured, match=r"\['ERROR', 'INFO'\]"):
        read_choice("LOG_LEVEL", "INFO", {"INFO", "ERROR"})


def test_data_folder_is_made(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "a" / "b"))
    assert read_data_dir(tmp_path).is_dir()


def test_data_folder_that_cannot_be_made_is_refused(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "folder"))
    with pytest.raises(ImproperlyConfigured, match="cannot be made"):
        read_data_dir(tmp_path)


def test_secret_key_is_made_once_and_kept_private(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    key = read_secret_key(tmp_path)
    assert len(key) >= 50
    assert read_secret_key(tmp_path) == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_empty_secret_key_is_refused(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "secret_key").touch()
    with pytest.raises(ImproperlyConfigured, match="is empty; delete it"):
        read_secret_key(tmp_path)


def test_words_are_read_as_one_line(monkeypatch):
    assert read_text("BLOG_NAME", "Ours") == "Ours"
    monkeypatch.setenv("BLOG_NAME", " Carnet \n d’Ada ")
    assert read_text("BLOG_NAME", "Ours") == "Carnet d’Ada"
    with pytest.raises(ImproperlyConfigured, match="BLOG_NAME is too long; it has at most 5"):
        read_text("BLOG_NAME", "Ours", 5)


@pytest.mark.parametrize("value", ["French!", "e", "en_US", "../en"])
def test_language_that_is_no_code_is_refused(monkeypatch, value: str):
    assert read_language("BLOG_LANGUAGE", "en") == "en"
    monkeypatch.setenv("BLOG_LANGUAGE", value)
    with pytest.raises(ImproperlyConfigured, match="set it to a code such as en"):
        read_language("BLOG_LANGUAGE", "en")


@pytest.mark.parametrize("value", ["Seoul", "UTC+9", "../etc/passwd", "Europe", "\0"])
def test_zone_that_is_none_is_refused(monkeypatch, value: str):
    assert read_zone("TIME_ZONE", "UTC") == "UTC"
    monkeypatch.setattr("os.environ", {"TIME_ZONE": value})
    with pytest.raises(ImproperlyConfigured, match="set it to a time zone such as"):
        read_zone("TIME_ZONE", "UTC")


KNOWN = {"crossref": "https://api.crossref.org", "arxiv": "https://export.arxiv.org"}


def test_all_registries_are_asked_at_their_own_addresses():
    assert read_registries(KNOWN) == KNOWN


def test_a_registry_may_be_a_mirror_on_this_machine(monkeypatch):
    monkeypatch.setenv("REGISTRIES", "crossref")
    monkeypatch.setenv("CROSSREF_URL", "http://127.0.0.1:8080/mirror/")
    assert read_registries(KNOWN) == {"crossref": "http://127.0.0.1:8080/mirror"}


def test_no_registry_need_be_asked(monkeypatch):
    monkeypatch.setenv("REGISTRIES", "")
    assert read_registries(KNOWN) == {}


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("REGISTRIES", "crossref, scopus", "REGISTRIES names 'scopus'; set it to some of crossref"),
        ("CROSSREF_URL", "api.crossref.org", "CROSSREF_URL is .*; set it to an address such as"),
        ("ARXIV_URL", "ftp://a", "ARXIV_URL is .* such as https://export.arxiv.org"),
    ],
)
def test_a_registry_that_cannot_be_asked_stops_the_start(monkeypatch, setting, value, told):
    monkeypatch.setenv(setting, value)
    with pytest.raises(ImproperlyConfigured, match=told):
        read_registries(KNOWN)
