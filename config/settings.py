"""All settings: from the environment (README, "Settings"), safe without any of it."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.databases import database_at
from config.environment import (
    need_driver,
    read_bucket,
    read_choice,
    read_data_dir,
    read_email,
    read_flag,
    read_folders,
    read_language,
    read_list,
    read_number,
    read_registries,
    read_secret_key,
    read_service_url,
    read_site_url,
    read_text,
    read_zone,
)
from config.limits_and_pauses import *  # noqa: F403 -- each of them is a setting

BASE_DIR = Path(__file__).resolve().parent.parent
os.umask(0o077)  # the database, SQLite's files beside it, images and the key are nobody else's
DATA_DIR = read_data_dir(BASE_DIR / "var")

DEBUG = read_flag("DEBUG", False)
SECRET_KEY = read_secret_key(DATA_DIR)
SITE_URL = read_site_url(f"http://127.0.0.1:{os.environ.get('PORT') or 8000}")
SITE_HOST = urlsplit(SITE_URL).hostname
SITE_PATH = urlsplit(SITE_URL).path  # below which all addresses are; empty, or such as /blog
SITE_ORIGIN = SITE_URL.removesuffix(SITE_PATH)  # what stands before the path of an address
FORCE_SCRIPT_NAME = SITE_PATH or None
ALLOWED_HOSTS = read_list("ALLOWED_HOSTS", [SITE_HOST, "127.0.0.1", "localhost", "[::1]"])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django_tasks",
    "django_tasks_db",
    "taggit",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "papers",
    "blog",
]

MIDDLEWARE = [
    "config.middleware.security_headers",
    "config.middleware.KnownMethods",
    "config.middleware.health_probe",
    "config.readable_requests.ReadableRequests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.compressed_answers",
    "blog.context.site_locale",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "blog.accounts.event_log.remembered_request",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.lost_sessions.LostSessions",
    "config.faults.Faults",
    "blog.old_addresses.old_addresses",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["blog.templatetags.url_tag"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "blog.context.site",
            ],
        },
    },
]


def read_caches() -> dict:
    """The cache in this process's memory, or the Redis that ``REDIS_URL`` names, shared by all."""
    address = os.environ.get("REDIS_URL", "")
    if not address:
        return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    if urlsplit(address).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured("REDIS_URL cannot be read; set it to redis://host:6379/0")
    need_driver("redis", "REDIS_URL", "redis")
    return {
        "default": {
            "BACKEND": "config.caches.ForgivingRedisCache",
            "LOCATION": address,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
            "KEY_PREFIX": "wellcited",
        }
    }


DATABASES = {
    "default": database_at(
        os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'wellcited.sqlite3'}"
    )
}
BLOG_DATABASE_READER = "config.databases.database_at"
CACHES = read_caches()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"  # of the words in the code; what pages speak is the site's
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("ko", "한국어")]  # that pages can speak
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = read_zone("TIME_ZONE", "UTC")
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
FORMS_URLFIELD_ASSUME_HTTPS = True  # until Django 6, whose default it is

STATIC_URL = f"{SITE_PATH}/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "blog.server.joined_files.JoinedFiles",
]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # half the files to compress at a first start
MEDIA_URL = f"{SITE_PATH}/media/"
MEDIA_ROOT = DATA_DIR / "media"
BLOG_MEDIA_BYTES = read_number("MEDIA_MB", 0) * 1_000_000  # of all media together; 0: no limit
BLOG_DISK_LEFT_BYTES = read_number("DISK_LEFT_MB", 200) * 1_000_000
"""What no file may take of the disk: more than that under which ``/healthz`` is not well."""
FILE_UPLOAD_PERMISSIONS = 0o600  # this process hands them out
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a post with 300 cited works sends 2,000
STORAGES = {
    "default": read_bucket(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Security. The names are Django 6's, so that our middleware can go when we are there.
SECURE_CSP = {
    "default-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
}
IS_HTTPS = SITE_URL.startswith("https://")
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = read_flag("HSTS_SUBDOMAINS", False)
# HSTS for subdomains and browsers' preload lists bind hosts that are not this site's to bind.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
BEHIND_PROXY = read_flag("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
TRUSTED_PROXIES = read_number("TRUSTED_PROXIES", int(BEHIND_PROXY))  # that add to X-Forwarded-For
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{SITE_PATH}/"  # other sites may share the host
CSRF_TRUSTED_ORIGINS = [SITE_ORIGIN]
CSRF_FAILURE_VIEW = "config.lost_sessions.token_refused"

LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # where a log in says nothing, or another site, to go on to
PASSWORD_RESET_TIMEOUT = 24 * 3600
SESSION_ENGINE = "blog.models.user_sessions"
# How often codes are tried is limited by ours (BLOG_CODE_RATE_LIMIT): the library's own pauses are
# of the account, and would keep its owner out.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0

TAGGIT_CASE_INSENSITIVE = True

BLOG_SENDS_MAIL = bool(os.environ.get("EMAIL_URL"))
globals().update(read_email())
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "")
BLOG_ERROR_MAIL = read_list("ERROR_MAIL", [CONTACT_EMAIL] if CONTACT_EMAIL else [])
"""Who is written to when something failed (``blog.server.fault_letters``)."""
if DEBUG or not BLOG_SENDS_MAIL:
    BLOG_ERROR_MAIL = []
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONTACT_EMAIL or f"noreply@{SITE_HOST}"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
PAPERS_CHANGED_TASK = "blog.server.jobs.render_citing"
PAPERS_NOTE_RENDERER = "blog.paper_notes.render_note"
PAPERS_SITE_VALUES = "blog.paper_values.values_of_site"
PAPERS_FORMULA_WRITER = "blog.markup.formulas.title_formulas.formula_html"

# What the site is until its owner says otherwise in the admin (blog.models.Site).
BLOG_FIRST_SITE = {
    "name": read_text("BLOG_NAME", "Wellcited", 100),
    "tagline": read_text(
        "BLOG_TAGLINE",  # ours is no word of a blog that has a name of its own
        "" if os.environ.get("BLOG_NAME") else "Notes on research, with every source at hand",
    ),
    "language": read_language("BLOG_LANGUAGE", LANGUAGE_CODE),
    "time_zone": TIME_ZONE,
    "citation_style": os.environ.get("PAPERS_STYLE") or "apa",
    "comment_days": read_number("COMMENT_DAYS", 0),
}
BLOG_PAGE_STORE_BYTES = read_number("PAGE_STORE_MB", 0 if DEBUG else 32) * 1_000_000
"""Of each process, for pages that are kept whole (``config.page_store``); 0: none are."""
PAPERS_REGISTRY_URLS = read_registries(
    {
        "crossref": "https://api.crossref.org",
        "datacite": "https://api.datacite.org",
        "arxiv": "https://export.arxiv.org",
    }
)
PAPERS_ZOTERO_URL = read_service_url("ZOTERO_URL", "https://api.zotero.org")
PAPERS_ZOTERO_KEY = os.environ.get("ZOTERO_KEY", "")  # sent there and nowhere else
PAPERS_WATCHED_FOLDERS = read_folders(
    "WATCHED_FOLDERS", DATA_DIR / "bibliographies", [DATA_DIR, BASE_DIR]
)
PAPERS_WATCHED_BYTES = read_number("WATCHED_MEGABYTES", 64) * 1_000_000  # of one bibliography
PAPERS_CHECKS_PER_HOUR = read_number("CHECKS_PER_HOUR", 1000)  # beside works that wait to be known
BLOG_LINKS_PER_HOUR = read_number("LINKS_PER_HOUR", 0)  # of other sites, whether they answer
BLOG_ERRANDS_PER_HOUR = read_number("ERRANDS_PER_HOUR", 120)  # mentions and pings of a hub
BLOG_BACKUP_DAYS = read_number("BACKUP_DAYS", 8)  # after which a backup is old; 0: not our matter

BLOG_ACCESS_LOG = read_flag("ACCESS_LOG", False)
"""One line for each answer: no address of who asks, no query."""
LOG_FORMAT = read_choice("LOG_FORMAT", "PLAIN", {"PLAIN", "JSON"})
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "PLAIN": {"()": "blog.server.log_lines.PlainLines"},
        "JSON": {"()": "blog.server.log_lines.JsonLines"},
        "DEBUG": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "DEBUG" if DEBUG else LOG_FORMAT,
        },
        "letters": {"class": "blog.server.fault_letters.FaultLetters"},
        "refused": {"class": "blog.server.log_lines.RefusedRequests"},
    },
    "loggers": {
        "django": {"handlers": []},  # Django's own ones would say it again, with its words
        "django.request": {"level": "ERROR"},  # a page that is not there is no fault
        "django.security": {"handlers": ["refused"], "propagate": False},
        "wellcited.access": {"level": "INFO" if BLOG_ACCESS_LOG else "WARNING"},
    },
    "root": {
        "handlers": ["console", "letters"],
        "level": read_choice(
            "LOG_LEVEL", "WARNING", {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}
        ),
    },
}
