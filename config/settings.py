"""All settings: from the environment (README, "Settings"), safe without any of it."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config.environment import (
    need_driver,
    read_choice,
    read_data_dir,
    read_email,
    read_flag,
    read_list,
    read_number,
    read_secret_key,
    read_site_url,
)

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = read_data_dir(BASE_DIR / "var")

DEBUG = read_flag("DEBUG", False)
SECRET_KEY = read_secret_key(DATA_DIR)
SITE_URL = read_site_url(f"http://127.0.0.1:{os.environ.get('PORT') or 8000}")
SITE_HOST = urlsplit(SITE_URL).hostname
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
    "papers",
    "blog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.StorageFaults",
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
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "blog.context.site",
            ],
        },
    },
]


def read_database() -> dict:
    """SQLite in the data folder, tuned as design.md measured, or what ``DATABASE_URL`` names."""
    try:
        database = dj_database_url.config(default=f"sqlite:///{DATA_DIR / 'wellcited.sqlite3'}")
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as error:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read; set it to postgres://user:password@host/name"
        ) from error
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    elif database["ENGINE"].endswith("postgresql"):
        need_driver("psycopg", "DATABASE_URL", "psycopg[binary,pool]")
        database["CONN_MAX_AGE"] = 60
        database["CONN_HEALTH_CHECKS"] = True
    return database


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
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": address,
            "KEY_PREFIX": "wellcited",
        }
    }


DATABASES = {"default": read_database()}
CACHES = read_caches()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
FORMS_URLFIELD_ASSUME_HTTPS = True  # until Django 6, whose default it is

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # half the files to compress at a first start
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
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
CSRF_TRUSTED_ORIGINS = [SITE_URL]

TAGGIT_CASE_INSENSITIVE = True

BLOG_SENDS_MAIL = bool(os.environ.get("EMAIL_URL"))
globals().update(read_email())
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("CONTACT_EMAIL") or f"noreply@{SITE_HOST}"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
PAPERS_CHANGED_TASK = "blog.server.jobs.render_citing"
PAPERS_NOTE_RENDERER = "blog.paper_notes.render_note"

BLOG_NAME = "Wellcited"
BLOG_TAGLINE = "Notes on research, with every source at hand"
BLOG_POSTS_PER_PAGE = 20
BLOG_COMMENTS_PER_PAGE = 200
BLOG_COMMENT_DAYS = read_number("COMMENT_DAYS", 0)  # that a post takes comments; 0: for ever
BLOG_EDIT_MINUTES = 15  # in which a comment can be changed by its writer, unless it is answered
BLOG_RATES = {  # (how many, in how many seconds) of one sender, and of all
    "comment": ((6, 600), (60, 120)),
    "preview": ((30, 300), (300, 60)),
    "report": ((5, 3600), (60, 3600)),
}
BLOG_LANGUAGES = [LANGUAGE_CODE]  # a comment in another script is suspect
BLOG_HOLDS_COMMENTS = "first"  # of each writer; or "all", or only "suspect" ones
BLOG_ADDRESS_DAYS = 14  # how long the sender of a comment can be told again, by a keyed hash
BLOG_SUSPECT_WORDS = [
    *("backlinks", "buy followers", "casino", "cialis", "crypto recovery", "dofollow"),
    *("escort", "essay writing service", "forex", "guest post", "loan offer", "payday loan"),
    *("porn", "replica watches", "seo services", "sports betting", "viagra", "whatsapp me"),
]
BLOG_CONFIRM_LETTERS_PER_DAY = 3  # to one address, which may be a stranger's
BLOG_CONFIRM_LETTERS = 5  # in all, to an address that never confirmed
BLOG_LETTERS_PER_DAY = 50  # about comments, to one reader
# Of citations: a bundled style, or the name of one that was uploaded.
PAPERS_STYLE = os.environ.get("PAPERS_STYLE") or "apa"
PAPERS_PER_PAGE = 50

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"django.request": {"level": "ERROR"}},  # a page that is not there is no fault
    "root": {
        "handlers": ["console"],
        "level": read_choice(
            "LOG_LEVEL", "WARNING", {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}
        ),
    },
}
