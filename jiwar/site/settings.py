"""Django's settings: the same in every mode but for what `environment.py` reads, and typed.

Names that Django does not know: JIWAR (this deployment) and WALL_APP_KEY.
"""

from pathlib import Path

import pghistory
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from jiwar.site import environment
from jiwar.site.database import ALIASES, django_database

JIWAR = environment.read()
WALL_APP_KEY: bytes = JIWAR.wall_app_key
"""32 bytes: with it the application signs who enters the wall."""

PACKAGE = Path(__file__).parents[1]
HOUR = 60 * 60
DAY = 24 * HOUR

SECRET_KEY = JIWAR.secret_key
DEBUG = JIWAR.debug
ALLOWED_HOSTS = list(JIWAR.hosts)
ROOT_URLCONF = "jiwar.site.urls"
WSGI_APPLICATION = "jiwar.site.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",  # its table stays empty: see SESSION_ENGINE
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "allauth.account",
    "allauth.mfa",
    "jiwar.ground.base",
    "jiwar.ground.vault",
    "jiwar.ground.audit",
    "jiwar.ground.access",
    "jiwar.ground.jobs",
    "jiwar.ground.notices",
    "jiwar.ground.files",
    "jiwar.ground.staff",
    "jiwar.ground.work",
    "jiwar.areas.people",
    "jiwar.areas.consent",
    "jiwar.areas.cases",
    "jiwar.doors.desk",
    "jiwar.doors.api",
    "jiwar.doors.exchange",
]
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
"""A history is read through its file; the models say by which column."""
MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jiwar.ground.base.requests.Numbered",
    "jiwar.ground.base.middleware.Transaction",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "jiwar.ground.base.writing.Written",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jiwar.ground.access.middleware.SignInFirst",
    "allauth.account.middleware.AccountMiddleware",
    "jiwar.ground.access.middleware.Enter",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jiwar.ground.base.answers.Answers",
    "jiwar.ground.staff.gate.Conduct",
]
SILENCED_SYSTEM_CHECKS = ["templates.W003"]  # `i18n` is meant to be ours: base.templatetags.jiwar_words says why
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"i18n": "jiwar.ground.base.templatetags.jiwar_words"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "jiwar.doors.desk.shell.shell",
            ],
        },
    }
]

DATABASES = {alias: django_database(role) for alias, role in ALIASES.items()}
DATABASE_ROUTERS = ["jiwar.ground.base.routing.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who signs in.
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["jiwar.ground.access.signing.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "jiwar.ground.access.signing.strength.NotEasy"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_en", "display_ar", "email")},
    },
]
PASSWORD_ALONE = not JIWAR.is_production
"""Whether a password opens without a second factor: in a demo and in tests, never in production (checks.py)."""
SIGN_IN_DEVICE_COOKIE = f"{'__Host-' if JIWAR.is_production else ''}device"
SIGN_IN_DEVICE_AGE = 365 * DAY
IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 12 * HOUR
PROOF_SECONDS = 5 * 60

# django-allauth: its factors alone. Pages, throttling and sessions are ours (docs/adr/0026).
ACCOUNT_RATE_LIMITS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # addresses are ours: it neither reads nor writes them
MFA_ADAPTER = "jiwar.ground.access.signing.adapters.Factors"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
MFA_TOTP_ISSUER = "Jiwar"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_DIGITS = 10
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "sign-in"

# Cookies. `__Host-` binds a cookie to this host and to TLS, which a demo on 127.0.0.1 has not.
SECURE_COOKIES = JIWAR.is_production
COOKIE_PREFIX = "__Host-" if SECURE_COOKIES else ""
SESSION_ENGINE = "jiwar.ground.access.sessions"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
SESSION_COOKIE_AGE = ABSOLUTE_SECONDS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_SAMESITE = "Lax"  # not Strict: the link in a notice would end at the sign-in page; GET changes nothing
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_SAMESITE = "Strict"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # what was done is not left in a cookie

# What a browser is told.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
# Nothing leaves the house. "no-referrer" would go further than we can: with it browsers send `Origin: null` with every
# form, their own house included, and the check against forged requests rightly refuses that.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = JIWAR.is_production
SECURE_REDIRECT_EXEMPT = ["^healthz$"]
SECURE_HSTS_SECONDS = 365 * DAY if JIWAR.is_production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # the neighbours' names are not ours to bind
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if JIWAR.behind_proxy else None

# Two languages, one place.
LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
WRITING_COOKIE_NAME = f"{COOKIE_PREFIX}writing"
LANGUAGE_COOKIE_AGE = 365 * DAY
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = SECURE_COOKIES
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [str(PACKAGE / "locale")]
TIME_ZONE = "Asia/Amman"
USE_TZ = True

# Styles, script and fonts: built by `make` into jiwar/static, gathered with hashed names by `jiwar serve`.
STATIC_URL = "/static/"
STATIC_ROOT = str(JIWAR.home / "static")
STATICFILES_DIRS = [str(PACKAGE / "static")] if (PACKAGE / "static").is_dir() else []
STATICFILES_BACKEND = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"  # pages are tested without building anything
    if JIWAR.mode == "test"
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is kept there: ground/files seals
    "staticfiles": {"BACKEND": STATICFILES_BACKEND},
}

FILE_UPLOAD_HANDLERS = ["jiwar.ground.base.receiving.InMemory"]  # never on a disk in plain, and never without end

MAILERS: dict[str, dict[str, object]] = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": JIWAR.mail.host,
            "port": JIWAR.mail.port,
            "username": JIWAR.mail.user,
            "password": JIWAR.mail.password,
            "use_tls": JIWAR.mail.starttls,
            "use_ssl": not JIWAR.mail.starttls,
            "timeout": 10,
        },
    }
    if JIWAR.mail.host
    else {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(JIWAR.home / "mail")},
    }
}

# What is logged never holds what people wrote: see `logs.py`. DEBUG of the database logger would print statements.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"careful": {"()": "jiwar.site.logs.Careful"}},
    "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "careful"}},
    "root": {"handlers": ["err"], "level": "WARNING"},
    "loggers": {
        "jiwar": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.db.backends": {"level": "WARNING"},
    },
}
