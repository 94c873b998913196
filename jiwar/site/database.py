"""Which database serves: the embedded one, or the server that DATABASE_URL names.

Without DATABASE_URL, Jiwar runs a PostgreSQL of its own under `$JIWAR_HOME` (see `postgres.py`).

DATABASE_URL is a PostgreSQL URL, `postgresql://user:password@host:port/name?sslmode=verify-full`. Either

a) its role may create roles. Then `prepare()` makes the five roles and the database through it, generates
   passwords for owner, application and worker once into `$JIWAR_HOME/database.json` (mode 0600), and Jiwar
   serves as `jiwar_app`. The database is the one named; `postgres`, or none, means `jiwar`. Or

b) it may not. Then the URL is the application's own connection, and DATABASE_OWNER_URL is the owner's, which
   only `jiwar migrate` needs, and DATABASE_WORKER_URL that of `jiwar worker`. An administrator of the server makes
   the roles once with what `jiwar database sql` prints.

The names of the roles are fixed, because the wall's policies speak of them: one server holds one Jiwar.
Settings import this module, so nothing here starts or connects before `start()` or `prepare()` is called.
"""

import json
import logging
import os
import secrets
from pathlib import Path
from typing import Literal

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import DuplicateDatabase, InsufficientPrivilege

from jiwar.site.postgres import PORT, DatabaseError, Server

__all__ = ["DatabaseError", "admin_dsn", "django_database", "home", "is_embedded", "is_running", "prepare", "start"]

Alias = Literal["app", "owner", "worker"]

NAME = "jiwar"
ROLES: dict[Alias, str] = {"app": "jiwar_app", "owner": "jiwar_owner", "worker": "jiwar_worker"}
ALIASES: dict[str, Alias] = {"default": "app", "second": "app", "owner": "owner", "worker": "worker"}
"""Django's connections: `second` is for records that must survive a rollback of `default`; `owner` migrates;
`worker` names where the queue of jobs is, no query of Django goes there."""
ALL_ROLES = ("jiwar_owner", "jiwar_app", "jiwar_keeper", "jiwar_oversight", "jiwar_worker")
PREPARING = 7_104_118
"""Advisory lock: two commands that prepare at once take turns."""
_HERE = Path(__file__).parent
_LOG = logging.getLogger("jiwar.database")


def home() -> Path:
    """Where Jiwar keeps what it must not lose: JIWAR_HOME, else `var` in the checkout, else the user's data folder."""
    if named := os.environ.get("JIWAR_HOME"):
        return Path(named).expanduser().absolute()
    project = _HERE.parents[1]
    if (project / "pyproject.toml").is_file():
        return project / "var"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "jiwar"


def is_embedded() -> bool:
    """Whether Jiwar runs the server itself."""
    return not os.environ.get("DATABASE_URL")


def _server() -> Server:
    return Server(home())


def start(*, durable: bool = True) -> None:
    """Start the embedded server unless it runs; does nothing where DATABASE_URL is set. `durable=False` for tests."""
    if is_embedded():
        _server().start(durable=durable)


def stop() -> None:
    """Stop the embedded server and wait; does nothing where DATABASE_URL is set."""
    if is_embedded():
        _server().stop()


def is_running() -> bool:
    """Whether the embedded server runs; with DATABASE_URL, whether that server answers."""
    if is_embedded():
        return _server().pid() is not None
    try:
        psycopg.connect(_url("DATABASE_URL"), connect_timeout=5).close()
    except psycopg.OperationalError:
        try:
            return _may_create_roles()
        except DatabaseError:
            return False
    return True


def admin_dsn() -> str:
    """The connection that may create roles and databases. Raises DatabaseError in case (b), which has none."""
    if is_embedded():
        return _server().dsn()
    if not _may_create_roles():
        raise DatabaseError("The role that DATABASE_URL names may not create roles: see `jiwar database sql`.")
    return make_conninfo(_url("DATABASE_URL"), dbname="postgres")


def django_database(role: Alias) -> dict[str, object]:
    """The entry of Django's DATABASES for a role; computed from the environment, nothing is started."""
    parts = _connection(role)
    entry: dict[str, object] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", NAME),
        "USER": parts.pop("user", ROLES[role]),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
    return entry | {"OPTIONS": {"connect_timeout": 10} | parts}


def owner_dsn(name: str | None = None) -> str:
    """The owner's connection to the database `name`, by default the application's."""
    return make_conninfo(**(_connection("owner") | ({"dbname": name} if name else {})))


def prepare() -> None:
    """Make roles, database and privileges, or in case (b) see that they are there. Safe to repeat."""
    if not is_embedded() and not _may_create_roles():
        _verify()
        return
    name = _application_name()
    try:
        with psycopg.connect(admin_dsn(), autocommit=True) as admin:
            admin.execute("select pg_advisory_lock(%s)", [PREPARING])
            admin.add_notice_handler(lambda notice: _tell(notice.severity_nonlocalized, notice.message_primary))
            admin.execute(_text("roles.sql"))
            if not is_embedded():
                _set_passwords(admin)
            if not admin.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
                create(admin, name)
            secure(name)  # under the lock too: two that change one database's privileges at once fail
    except InsufficientPrivilege as error:
        raise DatabaseError(f"The server refuses: {error}. See `jiwar database sql`.".strip()) from error


def create(admin: psycopg.Connection, name: str, *, template: str = "template1") -> None:
    """Create a database that `jiwar_owner` owns; `admin` is in autocommit. Does nothing where it exists."""
    user = admin.info.user
    if admin.execute("select pg_has_role(%s, 'jiwar_owner', 'set')", [user]).fetchone() != (True,):
        admin.execute(sql.SQL("grant jiwar_owner to {} with inherit false, set true").format(sql.Identifier(user)))
    statement = sql.SQL("create database {} owner jiwar_owner template {} strategy file_copy")
    try:
        admin.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
    except DuplicateDatabase:
        return


def secure(name: str) -> None:
    """Set who may do what in the database `name`; a copy of a database needs it again."""
    with psycopg.connect(owner_dsn(name), autocommit=True) as owner:
        owner.execute(_text("privileges.sql"))


def administrators_sql() -> str:
    """What the administrator of a server runs in psql where Jiwar may not create roles itself."""
    name = sql.Identifier(_application_name()).as_string()
    lines = ["-- Run in psql as a superuser, or as a role that may create roles and databases.", _text("roles.sql")]
    lines += [r"\password jiwar_owner", r"\password jiwar_app", r"\password jiwar_worker", ""]
    lines += [f"create database {name} owner jiwar_owner;", rf"\connect {name}", "set role jiwar_owner;", ""]
    return "\n".join([*lines, _text("privileges.sql")])


def _text(file: str) -> str:
    return (_HERE / file).read_text(encoding="utf-8")


def _tell(severity: str | None, message: str | None) -> None:
    if severity == "WARNING":
        _LOG.warning("%s", message)


def _url(variable: str) -> str:
    """A connection string from the environment, checked. Raises DatabaseError without repeating the password."""
    try:
        conninfo_to_dict(os.environ[variable])
    except (KeyError, psycopg.ProgrammingError):
        raise DatabaseError(f"{variable} is not a PostgreSQL URL: postgresql://user:password@host:port/name") from None
    return os.environ[variable]


def _application_name() -> str:
    """The name of the application's database."""
    named = "" if is_embedded() else str(conninfo_to_dict(_url("DATABASE_URL")).get("dbname") or "")
    return NAME if named in ("", "postgres") else named


def _connection(role: Alias) -> dict[str, str]:
    """The parts of a role's connection, as libpq names them."""
    if is_embedded():
        return {"host": str(_server().sockets), "port": str(PORT), "user": ROLES[role], "dbname": NAME}
    url = {key: str(value) for key, value in conninfo_to_dict(_url("DATABASE_URL")).items()}
    if password := _passwords().get(ROLES[role]):
        return url | {"user": ROLES[role], "password": password, "dbname": _application_name()}
    if role == "app":
        return url
    if os.environ.get(own := f"DATABASE_{role.upper()}_URL"):
        return {key: str(value) for key, value in conninfo_to_dict(_url(own)).items()}
    url.pop("password", None)  # the role is not known: a connection that will be refused, not the application's
    return url | {"user": ROLES[role]}


def _may_create_roles() -> bool:
    """Whether the role of DATABASE_URL may; asked in `postgres`, for the database that it names may not exist yet."""
    refusal = ""
    for dsn in (make_conninfo(_url("DATABASE_URL"), dbname="postgres"), _url("DATABASE_URL")):
        try:
            with psycopg.connect(dsn, connect_timeout=10) as connection:
                row = connection.execute("select rolsuper or rolcreaterole from pg_roles where rolname = current_user")
                return row.fetchone() == (True,)
        except psycopg.OperationalError as error:
            refusal = str(error).strip()
    raise DatabaseError(f"The server that DATABASE_URL names does not answer or refuses: {refusal}")


def _place() -> str:
    """What tells one server and database from another in `database.json`; no secret."""
    parts = conninfo_to_dict(_url("DATABASE_URL"))
    return f"{parts.get('user')}@{parts.get('host')}:{parts.get('port', PORT)}/{_application_name()}"


def _passwords() -> dict[str, str]:
    """The passwords that `prepare` made for this server; empty where it never did."""
    try:
        kept: dict[str, dict[str, str]] = json.loads((home() / "database.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return kept.get(_place(), {})


def _set_passwords(admin: psycopg.Connection) -> None:
    """Give owner, application and worker passwords: those kept, else new ones. The server sees verifiers only."""
    made = {role: secrets.token_urlsafe(32) for role in ROLES.values()} | _passwords()
    path = home() / "database.json"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
        json.dump(kept | {_place(): made}, handle, indent=2)
    fresh.rename(path)
    for role, password in made.items():
        verifier = admin.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
        admin.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(verifier)))


def _verify() -> None:
    """Case (b): see that the application's connection is what the wall needs. Raises DatabaseError."""
    with psycopg.connect(_url("DATABASE_URL"), connect_timeout=10) as connection:
        rows = connection.execute("select rolname from pg_roles where rolname = any(%s)", [list(ALL_ROLES)]).fetchall()
        missing = sorted(set(ALL_ROLES) - {row[0] for row in rows})
        user = connection.info.user
    if missing:
        raise DatabaseError(
            f"The server lacks {', '.join(missing)}. Its administrator makes them: see `jiwar database sql`."
        )
    if user != ROLES["app"]:
        raise DatabaseError(
            f"DATABASE_URL must name the role {ROLES['app']}, or one that may create roles; not {user}."
        )
