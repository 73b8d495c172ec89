"""Every setting of kbye, from the environment only; `docs/configuration.md` says what each one means."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from kbye.outside.addresses import Place, places
from kbye.web.secrets import secret_in

ROOT = Path(__file__).resolve().parent


def _text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def _flag(name: str) -> bool:
    return _text(name).lower() in {"1", "yes", "true", "on"}


DATA = Path(_text("KBYE_DATA", "data")).resolve()
HOST = _text("HOST", "127.0.0.1")
PORT = int(_text("PORT", "8000"))
PUBLIC_ADDRESS = _text("KBYE_PUBLIC_ADDRESS", f"http://localhost:{PORT}").rstrip("/")
_public = urlsplit(PUBLIC_ADDRESS)
PUBLIC_HOST = _public.hostname or "localhost"
IS_HTTPS = _public.scheme == "https"

DEBUG = _flag("KBYE_DEBUG")
TRIPWIRE = _flag("KBYE_TRIPWIRE")
SECRET_KEY = secret_in(DATA, "session")
LINK_KEY = secret_in(DATA, "link")
CHANNEL_KEY = secret_in(DATA, "channels")

ALLOWED_HOSTS = sorted(
    {_public.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"}
    | {name for name in _text("KBYE_ALSO_ANSWER_AS").replace(",", " ").split() if name}
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS] if IS_HTTPS else []
USE_X_FORWARDED_HOST = False
if _flag("KBYE_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUST_FORWARDED_FOR = _flag("KBYE_BEHIND_PROXY")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "kbye.household",
    "kbye.web",
    "kbye.today",
    "kbye.decide",
    "kbye.tell",
    "kbye.ask",
    "kbye.prepare",
    "kbye.go",
    "kbye.come_back",
    "kbye.handbook",
    "kbye.share",
    "kbye.children",
    "kbye.urgent",
    "kbye.feeds",
    "kbye.set_up",
]

MIDDLEWARE = [
    "kbye.web.unchanged.unchanged",
    "kbye.feeds.at_hand.at_hand",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kbye.web.headers.quiet_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kbye.web.kept_pages.kept_pages",
    "kbye.web.access.Door",
]

ROOT_URLCONF = "kbye.urls"
WSGI_APPLICATION = "kbye.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "kbye.web.context.everywhere",
            ],
            "builtins": [
                "kbye.web.templatetags.times",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

_database = dj_database_url.parse(_text("DATABASE_URL", f"sqlite:///{DATA / 'kbye.sqlite3'}"))
IS_SQLITE = _database["ENGINE"] == "django.db.backends.sqlite3"
if IS_SQLITE:
    # FULL, not NORMAL: what was acknowledged survives a pulled plug. IMMEDIATE: writers queue, none fails.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
# Opening one, on SQLite too, costs ten times what the shortest answers cost.
_database["CONN_MAX_AGE"] = 300
_database["CONN_HEALTH_CHECKS"] = not IS_SQLITE
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "household.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["kbye.web.passwords.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
]
LOGIN_URL = "set_up:sign_in"

# Those that kbye brings along, each by its own name; `docs/languages.md` says how another one comes in.
LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
    ("pl", "Polski"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
]
_language = _text("KBYE_LANGUAGE", "en").lower().replace("_", "-").partition("-")[0]
LANGUAGE_CODE = _language if _language in dict(LANGUAGES) else "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_ZONE = _text("KBYE_ZONE", "Europe/Berlin")
LOCALE_PATHS = [ROOT / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(_text("KBYE_STATIC", str(DATA / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kbye.web.static_files.Hashed"},
}
WHITENOISE_MAX_AGE = 3600
PHOTOS = DATA / "photos"
EMERGENCY_SHEETS = DATA / "emergency"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
CALENDAR_BYTES_MAX = 10 * 1024 * 1024
# So long somebody waits for a file that they brought; after that they see that it is being read.
CALENDAR_FILE_SECONDS = 1.0
PHOTO_BYTES_MAX = 20 * 1024 * 1024
VOICE_BYTES_MAX = 5 * 1024 * 1024

_smtp = urlsplit(_text("KBYE_SMTP_URL"))
SENDS_MAIL = bool(_smtp.hostname)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _smtp.hostname or ""
EMAIL_PORT = _smtp.port or (465 if _smtp.scheme == "smtps" else 25)
EMAIL_HOST_USER = unquote(_smtp.username or "")
EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
EMAIL_USE_SSL = _smtp.scheme == "smtps"
EMAIL_USE_TLS = _smtp.scheme == "smtp+starttls"
EMAIL_TIMEOUT = 20
if not SENDS_MAIL:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "mailbox"
# Machines in the house, as host:port, that kbye may talk to although others should never be sent there.
MAY_REACH: frozenset[Place] = places(_text("KBYE_MAY_REACH"))
DEFAULT_FROM_EMAIL = _text("KBYE_MAIL_FROM", f"kbye@{_public.hostname or 'localhost'}")

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 180 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-kbye" if IS_HTTPS else "kbye"
CSRF_COOKIE_NAME = "__Host-kbye-form" if IS_HTTPS else "kbye-form"
# Of one link, so below its own path; a name with "__Host-" could not be.
PHONE_COOKIE_NAME = "__Secure-kbye-here" if IS_HTTPS else "kbye-here"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kbye.web.errors.form_too_old"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# Browsers ignore it on plain http, and say so in every console.
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if IS_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "media-src": [SELF, "blob:"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_links": {"()": "kbye.web.logs.WithoutLinks"}},
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["no_links"], "formatter": "plain"}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "kbye": {"level": "INFO"},
        # Django's own handlers would print paths, and what opens a link stands in them.
        "django": {"level": "INFO" if DEBUG else "WARNING", "handlers": [], "propagate": True},
        "django.server": {"level": "INFO", "handlers": ["console"], "propagate": False},
    },
}
