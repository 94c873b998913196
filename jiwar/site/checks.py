"""Refuse to serve where one of the three locks is open: the settings, the role, the wall.

Each check answers with sentences that say what is wrong and what to do; none of them means it is safe.
`jiwar serve`, `jiwar demo` and `wsgi.py` call `refuse_unsafe()` before the first request; `jiwar check` alone.
"""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.utils import CursorWrapper

from jiwar.ground.vault import kms
from jiwar.site import environment, migrating

OPEN_TABLES = frozenset(
    {
        # Django's own, without anything about the people whom the cases are about.
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "django_content_type",
        "django_migrations",
        "django_session",
        # Who sits where; a row opens nothing (access/sessions.py).
        "access_session",
        "pghistory_context",
    }
)
"""Tables without row-level security, on purpose."""

SECRET_KEY_LENGTH = 50


class Unsafe(ImproperlyConfigured):
    """It is not safe to serve."""


def refuse_unsafe() -> None:
    """Raise Unsafe with everything that is wrong; return where it is safe to serve."""
    problems = [*of_settings(settings.JIWAR), *of_keys(settings.JIWAR)]
    with connections["default"].cursor() as cursor:
        for check in (of_role, of_durability, of_walls):
            problems += check(cursor)
        if not problems:
            problems += of_migrations()
    connections["default"].close()
    if problems:
        raise Unsafe("it is not safe to serve:\n" + "\n".join(f"  - {problem}" for problem in problems))


def of_settings(jiwar: environment.Jiwar) -> Iterator[str]:
    """What is wrong with the settings of this deployment."""
    if jiwar.debug or settings.DEBUG:
        yield "DEBUG is on: pages of errors would show what people wrote. Turn it off."
    if not jiwar.is_production:
        return
    if settings.JIWAR.is_production and settings.PASSWORD_ALONE:
        yield "PASSWORD_ALONE is on: a password would open without a second factor. It is for a demo."
    if jiwar.has_demo_secrets:
        yield (
            "JIWAR_SECRET_KEY or JIWAR_WALL_KEY was made for a demo. Make new ones: "
            'python -c "import secrets; print(secrets.token_hex(32))"'
        )
    if len(jiwar.secret_key) < SECRET_KEY_LENGTH:
        yield f"JIWAR_SECRET_KEY is shorter than {SECRET_KEY_LENGTH} characters. Make a longer one, at random."
    if not jiwar.hosts or "*" in jiwar.hosts:
        yield "JIWAR_HOSTS must name the hosts that are served, as in cases.example.org; any host will not do."


def of_keys(jiwar: environment.Jiwar) -> Iterator[str]:
    """What is wrong with the root keys of encryption."""
    try:
        keys = kms.FileKms(jiwar.keys_path)
        if jiwar.is_production:
            kms.refuse_demo(keys)
    except kms.KeysRefused as error:
        yield str(error)


def of_role(cursor: CursorWrapper) -> Iterator[str]:
    """What the serving role may do that would open the wall."""
    cursor.execute(
        """
        select current_user, r.rolsuper, r.rolbypassrls, r.rolcreaterole,
          exists (select from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p', 'v', 'm')),
          exists (select from pg_namespace n where n.nspname !~ '^pg_temp|^pg_toast_temp'
                  and has_schema_privilege(n.oid, 'create')),
          array(select o.rolname::text from pg_roles o where o.oid <> r.oid
                and (pg_has_role(o.oid, 'usage') or (o.rolname <> 'jiwar_oversight' and pg_has_role(o.oid, 'member')))
                order by 1)
        from pg_roles r where r.rolname = current_user
        """
    )
    user, is_super, bypasses, makes_roles, owns, creates, belongs = cursor.fetchone() or ("nobody", *[True] * 5, [])
    findings = {
        "is a superuser": is_super,
        "bypasses row-level security": bypasses,
        "may create roles": makes_roles,
        "owns tables": owns,
        "may create in a schema": creates,
        f"belongs to {', '.join(belongs)}": bool(belongs),
    }
    for finding, is_so in findings.items():
        if is_so:
            yield (
                f"The serving role {user} {finding}, so the wall does not hold it. Serve as jiwar_app, as `jiwar "
                "migrate` or `jiwar database sql` sets it up."
            )


def of_durability(cursor: CursorWrapper) -> Iterator[str]:
    """Whether an acknowledged write may be lost; only tests may risk that."""
    if settings.JIWAR.mode == "test":
        return
    cursor.execute(
        "select name from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')"
        " and setting = 'off'"
    )
    for (name,) in cursor.fetchall():
        yield f"The database runs with {name} = off: a power cut would lose notes. Set {name} = on."


def of_walls(cursor: CursorWrapper) -> Iterator[str]:
    """Tables that the application reaches and no wall guards."""
    cursor.execute(
        """
        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname = 'public' and c.relname <> all(%s)
          and not (c.relrowsecurity and c.relforcerowsecurity)
          and has_table_privilege(c.oid, 'select, insert, update, delete, truncate')
        order by 1
        """,
        [sorted(OPEN_TABLES)],
    )
    for (table,) in cursor.fetchall():
        yield f"The table {table} lacks row-level security, enabled and forced. Run `jiwar migrate`."


def of_migrations() -> Iterator[str]:
    """Whether the database is older than the code."""
    if pending := migrating.pending():
        yield f"The database lacks {len(pending)} migrations ({', '.join(pending[:3])} …). Run `jiwar migrate`."
