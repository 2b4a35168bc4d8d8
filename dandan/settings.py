"""The product's settings: one file, read from the environment, failing loudly.

Without any variable the product runs on SQLite on this computer alone. Production sets DATABASE_URL, SECRET_KEY,
ALLOWED_HOSTS and DEBUG=0 is already the default.
"""

import re
import secrets
from datetime import timedelta
from pathlib import Path

import environ
import fontpkg_be_vietnam_pro
from csp.constants import NONCE, NONE, SELF  # noqa: F401
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)
LOCAL = env.bool("LOCAL", default="DATABASE_URL" not in env.ENVIRON)
"""True on one's own computer: plain HTTP on the loopback address, and a key made on the first start."""


def _local_secret_key() -> str:
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = env("SECRET_KEY", default="") or (_local_secret_key() if LOCAL else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "Chưa đặt SECRET_KEY: máy chủ không tự nghĩ ra khóa. (Set SECRET_KEY: a production server does not invent one.)"
    )
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if LOCAL else [])
if not ALLOWED_HOSTS or ("*" in ALLOWED_HOSTS and not LOCAL):
    raise ImproperlyConfigured(
        "Chưa đặt ALLOWED_HOSTS: ghi rõ tên miền của máy chủ. (Set ALLOWED_HOSTS to the server's names, never to *.)"
    )
if not LOCAL and not env("DATABASE_URL", default=""):
    raise ImproperlyConfigured(
        "Chưa đặt DATABASE_URL: máy chủ cần biết cơ sở dữ liệu của mình. (Set DATABASE_URL, or LOCAL=1 on one's own computer.)"
    )
if not LOCAL and DEBUG:
    raise ImproperlyConfigured(
        "DEBUG chỉ dùng trên máy riêng (LOCAL=1): trang lỗi của nó lộ dữ liệu. (DEBUG needs LOCAL=1.)"
    )
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "dandan.back_office_app.BackOfficeConfig",
    # Before Django's own, whose commands for accounts it replaces.
    "accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "audit",
    "units",
    "rollups",
    "models_registry",
    "recognition",
    "resolutions",
    "intake",
    "reports",
    "api",
    "dandan",
]

MIDDLEWARE = [
    "accounts.client_address.ClientAddressMiddleware",
    "dandan.closed_headers.ClosedHeadersMiddleware",
    "dandan.compressed_pages.CompressedPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dandan.slow_statements.SlowStatementsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dandan.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "audit.middleware.OriginMiddleware",
    "accounts.refusal_log.RefusalLogMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.session_limits.SessionLimitsMiddleware",
    "accounts.first_password.FirstPasswordMiddleware",
    "accounts.second_factor_required.SecondFactorMiddleware",
    "dandan.limited_pages.LimitedPagesMiddleware",
    "dandan.wrong_method.WrongMethodMiddleware",
    "dandan.context_bar.ContextBarMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "dandan.urls"
WSGI_APPLICATION = "dandan.wsgi.application"
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
                "dandan.frame.frame",
            ],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'dandan.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 600
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers queue instead of failing, and an acknowledged write survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
    }
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # A list of a province's units looks dear to the planner, and compiling the statement takes longer than running it;
    # and the register is read from memory, not from a turning disk. What DATABASE_URL says comes last and wins.
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options["options"] = f"-c jit=off -c random_page_cost=1.1 {options.get('options', '')}".strip()
STATEMENT_TIMEOUT_SECONDS = env.int("STATEMENT_TIMEOUT_SECONDS", default=30)
"""The longest one statement of a request may take on PostgreSQL; 0 for no limit. Commands are not bound."""

# Counters, and codes already used, that all workers share and a restart keeps; `migrate` makes the table.
LIMITS_IN_DATABASE = not LOCAL
CACHES = {
    name: {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "request_limits",
        "KEY_PREFIX": name,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
    if LIMITS_IN_DATABASE
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "limits")
}
# Of this process alone, and gone with it.
CACHES["process"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "process",
    "OPTIONS": {"MAX_ENTRIES": 5_000},
}
REQUEST_LIMITS = {
    "api": env("LIMIT_API", default="600/min"),
    "export": env("LIMIT_EXPORTS", default="30/min"),
    "reading": env("LIMIT_IMPORTS", default="60/min"),
    "rollup": env("LIMIT_ROLLUPS", default="120/min"),
    "search": env("LIMIT_SEARCHES", default="240/min"),
}
"""Requests of one person by what they cost; an empty text takes a limit away."""
for _rate in filter(None, REQUEST_LIMITS.values()):
    if not re.fullmatch(r"[1-9]\d{0,5}/(s|min|hour|day)", _rate):
        raise ImproperlyConfigured(f"“{_rate}” không phải một mức, ví dụ 30/min. (A rate looks like 30/min.)")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.OfficeWordsValidator"},
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Proxies in front of the product: the address of whoever asks is what the outermost of them saw.
PROXY_HOPS = env.int("PROXY_HOPS", default=0 if LOCAL else 1)
AXES_FAILURE_LIMIT = 10
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
SIGN_IN_FAILURES_PER_ADDRESS = 50
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_HANDLER = "accounts.throttling.PairAndAddress"
AXES_LOCKOUT_CALLABLE = "accounts.throttling.locked_answer"
AXES_USERNAME_CALLABLE = "accounts.throttling.fingerprint"
AXES_CLIENT_IP_CALLABLE = "accounts.client_address.counted_address"
AXES_CLIENT_STR_CALLABLE = "accounts.throttling.client_words"
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "password",
    "old_password",
    "new_password1",
    "new_password2",
    "code",
    "held_code",
    "csrfmiddlewaretoken",
]
AXES_ENABLE_ADMIN = False
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "login"

# The second factor: codes of the package, doors of our own. None of the package's pages is mounted.
MFA_ADAPTER = "accounts.factor_secrets.FactorSecrets"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Dân vận khéo"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
WRONG_CODES_PER_ACCOUNT = 50
ACCOUNT_EMAIL_VERIFICATION = "none"

# Single sign-on of the province, where it has one: nothing is asked of anybody without these.
OIDC_SERVER_URL = env("OIDC_SERVER_URL", default="")
OIDC_CLIENT_ID = env("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env("OIDC_CLIENT_SECRET", default="")
OIDC_NAME = env("OIDC_NAME", default="")
OIDC_USERNAME_CLAIM = env("OIDC_USERNAME_CLAIM", default="preferred_username")
SOCIALACCOUNT_ADAPTER = "accounts.single_sign_on.OnlyOwnAccounts"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS: dict = {}
if OIDC_SERVER_URL:
    if not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
        raise ImproperlyConfigured("OIDC_SERVER_URL needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET beside it.")
    if not LOCAL and not OIDC_SERVER_URL.startswith("https://"):
        raise ImproperlyConfigured("OIDC_SERVER_URL must begin with https://.")
    if OIDC_USERNAME_CLAIM in ("email", "name"):
        raise ImproperlyConfigured("OIDC_USERNAME_CLAIM must be a claim that people cannot choose themselves.")
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": ["openid", "profile"],
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {"server_url": OIDC_SERVER_URL.rstrip("/")},
            }
        ],
    }

# Reminders by e-mail, where the province has a mail server: nothing is sent to anybody without it.
EMAIL_URL = env("EMAIL_URL", default="")
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_TIMEOUT = 20
if EMAIL_URL:
    try:
        vars().update(env.email_url("EMAIL_URL"))
    except (environ.ImproperlyConfigured, KeyError) as unread:
        raise ImproperlyConfigured(
            "Không đọc được EMAIL_URL, ví dụ smtp+tls://tên:mật-khẩu@máy-chủ:587. (EMAIL_URL looks like smtp+tls://…)"
        ) from unread
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("EMAIL_FROM", default="danvan@localhost")
SITE_URL = env("SITE_URL", default="")
"""The product's own address, for links in e-mails: https://danvan.example.vn"""

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["dandan.formats"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("fonts", Path(fontpkg_be_vietnam_pro.__file__).parent / "files"),
]
WHITENOISE_USE_FINDERS = LOCAL
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Uploaded files stand outside the web root: only a scoped view hands them out.
MEDIA_ROOT = VAR_DIR / "files"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_SECONDS = 3 * 3600
SESSION_COOKIE_AGE = SESSION_WHOLE_SECONDS = 12 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not LOCAL:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = env.bool(
        "SECURE_COOKIES", default=True
    )
    if SESSION_COOKIE_SECURE:
        # The prefix makes browsers refuse cookies that another host of the same domain or plain HTTP tries to set.
        SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
        LANGUAGE_COOKIE_NAME = "__Host-language"
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "script-src": [SELF],
        "style-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.tokens.OwnToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["api.rates.ApiRate"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.reading.BoundedJSONParser"],
    "EXCEPTION_HANDLER": "api.refusals.answer_in_words",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Dân vận khéo",
    "DESCRIPTION": "Sổ đăng ký mô hình, điển hình Dân vận khéo.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "UnitTier": "units.choices.Tier",
        "UnitKind": "units.choices.UnitKind",
        "ActivityField": "models_registry.choices.ActivityField",
        "Kind": "models_registry.choices.Kind",
        "Level": "models_registry.choices.Level",
        "RegisteringLevel": "api.registration_bodies.LEVELS",
        "Phase": "models_registry.choices.Phase",
        "Status": "models_registry.choices.Status",
        "Stage": "models_registry.choices.Stage",
        "WorkflowStep": "api.registration_bodies.STEP_CHOICES",
        "DecisionKind": "recognition.choices.DecisionKind",
        "DecisionState": "recognition.choices.DecisionState",
        "AwardForm": "recognition.choices.AwardForm",
        "RecipientKind": "recognition.choices.RecipientKind",
        "LineChange": "recognition.choices.LineChange",
        "AppraisalOutcome": "recognition.choices.Outcome",
        "CheckState": "recognition.choices.CheckState",
        "DocumentKind": "resolutions.choices.DocumentKind",
        "IssuerKind": "resolutions.choices.IssuerKind",
        "TargetKind": "resolutions.choices.TargetKind",
        "ReportingPeriodKind": "resolutions.choices.PeriodKind",
        "ReportStage": "resolutions.choices.Stage",
        "ReportAnswer": "resolutions.choices.Answer",
        "TargetOutcome": "resolutions.choices.Outcome",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
