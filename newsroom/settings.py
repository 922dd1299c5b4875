"""Settings, each read once from the environment; docs/operators.md lists them.

An install is in *production* as soon as ALLOWED_HOSTS names a host: then a secret must be given, HTTPS is
expected and the demo is refused. Until then only this machine is served, with a secret made at first start.
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from .keys import long_enough, own_key


def env_bool(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in ("", None):
        return default
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither on nor off: use 1 or 0.")


def env_list(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def env_choice(name: str, choices: tuple[str, ...], *, default: str) -> str:
    value = os.environ.get(name) or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} is not one of {', '.join(choices)}.")
    return value


def env_number(name: str, choices: range, *, default: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or int(value) not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} is not a number from {choices[0]} to {choices[-1]}.")
    return int(value)


BASE_DIR = Path(__file__).resolve().parent.parent

# What the newsroom keeps: database (SQLite), pictures, collected static files.
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env_bool("DEBUG", default=False)

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
PRODUCTION = bool(ALLOWED_HOSTS) and not DEBUG
if not ALLOWED_HOSTS:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY and PRODUCTION:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. In production (ALLOWED_HOSTS is set) give a long random one, for example from "
        'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
    )
if PRODUCTION:
    long_enough("SECRET_KEY", SECRET_KEY)
SECRET_KEY = SECRET_KEY or own_key(DATA_DIR / "secret_key")

# The invented newsroom and its known passwords are for trying out, never for a public host.
DEMO = env_bool("DEMO", default=not PRODUCTION)

INSTALLED_APPS = [
    "adminkit",
    "people",
    "articles",
    "newsroom",
    "newsroom.site.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "simple_history",
    "taggit",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "newsroom.pages.caching.AlwaysAsked",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsroom.request_limits.BoundedBodies",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "newsroom.desk.first_sign_in.FirstSignIn",
    "newsroom.pages.text_size.VaryingBySize",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context_processors.newsroom",
            ],
        },
    },
]

# Database

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"


def database(url: str):
    """Said without the address, which holds a password."""
    try:
        found = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except ValueError:
        found = {}
    if found.get("ENGINE") not in (SQLITE, POSTGRESQL) or not found["NAME"]:
        raise ImproperlyConfigured(
            "DATABASE_URL is no address of a database that the newsroom knows: give "
            "postgres://user:password@host:5432/name or sqlite:////folder/newsroom.sqlite3."
        )
    return found


DATABASES = {"default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'newsroom.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == SQLITE:
    # Write-ahead logging lets readers read while a story is saved; IMMEDIATE takes the write lock at the start of a
    # transaction, so that a verb's check and its write cannot be split by another writer.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # what is tried while locked lengthens nothing, and leaves no row
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_HANDLER = "newsroom.sign_in_lock.SignInLock"
AXES_USERNAME_CALLABLE = "newsroom.sign_in_lock.name_of"
AXES_CLIENT_IP_CALLABLE = "newsroom.sign_in_lock.address_of"
# Our own proxies, each of which adds the address that it saw to X-Forwarded-For.
TRUSTED_PROXIES = env_number("TRUSTED_PROXIES", range(11), default=0)
AXES_ENABLE_ADMIN = False  # newsroom.admin shows the one list that unlocks

# Language and time

LANGUAGE_CODE = env_choice("LANGUAGE_CODE", ("zh-hans", "en"), default="zh-hans")
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
# The second is written by hand: what packages leave in English, or say otherwise than a newsroom does.
LOCALE_PATHS = [BASE_DIR / "newsroom" / "locale", BASE_DIR / "newsroom" / "locale_packages"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# Files

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or DATA_DIR / "static")
STORAGES = {
    # Uploads and renditions are private; only articles.pictures copies what is public into PICTURES_PUBLIC_DIR.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private"},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION  # a stylesheet edited while the server runs is served whole
PICTURES_PUBLIC_DIR = DATA_DIR / "public" / "pictures"
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
# A long story with every leader, flag and picture sends well over Django's thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF],
        "manifest-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
CSRF_FAILURE_VIEW = "newsroom.views.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = True  # twelve hours after the last press, not after signing in
if HTTPS := env_bool("HTTPS", default=PRODUCTION):
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if env_bool("BEHIND_PROXY", default=False):  # a proxy that sets this header itself and lets no client's through
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The newsroom

# How many reviews a story passes before readers see it: 三审, or the later ones alone in a small newsroom.
REVIEW_STEPS = env_number("REVIEW_STEPS", range(1, 4), default=3)
# How many proofs are read before a story is signed (三校).
PROOF_PASSES = env_number("PROOF_PASSES", range(0, 4), default=0)
# Whether a chief editor may let one person take two reviews of a story (特批).
OVERRIDE = env_bool("OVERRIDE", default=False)
# Seals the records of review; whoever can write the database and does not hold it cannot forge one.
RECORDS_KEY_FILE = None if os.environ.get("RECORDS_KEY") else DATA_DIR / "records_key"
RECORDS_KEY = (
    own_key(RECORDS_KEY_FILE) if RECORDS_KEY_FILE else long_enough("RECORDS_KEY", os.environ["RECORDS_KEY"])
).encode()

# Notices by e-mail: off until a host is named. Letters carry links, and a step taken by a command knows no address.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = env_number("EMAIL_PORT", range(1, 65536), default=587)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = env_bool("EMAIL_USE_SSL", default=EMAIL_PORT == 465)
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=not EMAIL_USE_SSL)
EMAIL_TIMEOUT = 5  # seconds: whoever took the step waits for it
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL") or EMAIL_HOST_USER
SITE_URL = os.environ.get("SITE_URL", "").rstrip("/")
if EMAIL_HOST and not (SITE_URL and DEFAULT_FROM_EMAIL):
    raise ImproperlyConfigured(
        "EMAIL_HOST is set, so notices go out by e-mail: give SITE_URL (https://…) for their links and "
        "DEFAULT_FROM_EMAIL for their sender as well."
    )

TAGGIT_CASE_INSENSITIVE = True
# The count sheet's first choice for stories by several people; both rules stand on its page.
COUNT_SHARED_BYLINES = env_choice("COUNT_SHARED_BYLINES", ("full", "split"), default="full")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
