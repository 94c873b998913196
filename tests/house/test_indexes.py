"""Every foreign key and every column by which a policy finds its rows leads an index, and no index stands twice."""

import psycopg
import pytest

from tests.house.test_tables import superuser as superuser  # the fixture

DOUBLE = """
select i.indexrelid::regclass::text, j.indexrelid::regclass::text
from pg_index i join pg_index j on j.indrelid = i.indrelid and j.indexrelid <> i.indexrelid
join pg_class c on c.oid = i.indrelid and c.relnamespace in ('public'::regnamespace, 'wall'::regnamespace)
where not i.indisunique and i.indpred is null and i.indexprs is null and j.indpred is null and j.indexprs is null
  and i.indnatts <= j.indnatts
  and (i.indkey::int2[])[0:i.indnkeyatts - 1] = (j.indkey::int2[])[0:i.indnkeyatts - 1]
  and (i.indclass::oid[])[0:i.indnkeyatts - 1] = (j.indclass::oid[])[0:i.indnkeyatts - 1]
"""
"""An index whose columns another one begins with, in the same order of characters."""
LEADS = """exists (
  select from pg_index i where i.indrelid = {table} and i.indpred is null and (i.indkey::int2[])[0] = {column})"""
UNLED_KEYS = f"""
select c.conrelid::regclass::text || '.' || a.attname
from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
where c.contype = 'f' and c.connamespace in ('public'::regnamespace, 'wall'::regnamespace)
  and not {LEADS.format(table="c.conrelid", column="c.conkey[1]")}
"""
UNLED_POLICIES = f"""
select a.attrelid::regclass::text || '.' || a.attname
from pg_attribute a join walling.walled w on a.attrelid = to_regclass('public.' || w.name)
where case w.kind when 'root' then a.attname = any('{{id,agency_id,owner_id,team_id,person_id}}')
                  when 'own' then a.attname = any('{{root_id,case_id,user_id,actor,agency,agency_id,principal}}')
                  when 'about' then a.attname = any('{{root_id,agency_id}}')
                  when 'closed' then false else a.attname = w.via end
  and not {LEADS.format(table="a.attrelid", column="a.attnum")}
"""
DOUBLE_FOR_A_REASON = {
    "access_root_idx": "timed grants are asked root by root; without it a worse plan (bench-ground, granted to me)",
    "auth_group_permissions_group_id_b120cbf9": "Django's own, and empty",
    "auth_permission_content_type_id_2f476e4b": "Django's own, and empty",
    "account_emailaddress_user_id_2c513194": "django-allauth's, and empty",
}
UNLED_FOR_A_REASON = {
    "role_held.role": "which roles an agency may hold: a few dozen rows, never deleted",
    "staff_roleproposal.user_id": "a few proposals of an agency, found by the agency",
    "staff_conductacceptance.agency_id": "one row for each colleague and version, found by the colleague",
    "staff_rolereview.agency_id": "one row for each role and quarter, found by the role",
    "notices_notice.root_id": "which file a notice is about: its policy asks the user alone, and so does every query",
    "case_access.agency_id": "whose keys go with a permit; its policy asks the principal",
}


def double(db: psycopg.Connection) -> set[str]:
    return {index for index, _ in db.execute(DOUBLE)}


def unled(db: psycopg.Connection) -> set[str]:
    """Columns by their table, without the schema."""
    rows = [*db.execute(UNLED_KEYS), *db.execute(UNLED_POLICIES)]
    return {str(row[0]).removeprefix("wall.") for row in rows}


@pytest.mark.django_db
def test_no_index_stands_twice(superuser: psycopg.Connection) -> None:
    assert double(superuser) == set(DOUBLE_FOR_A_REASON)


@pytest.mark.django_db
def test_every_key_and_every_column_of_a_policy_leads_an_index(superuser: psycopg.Connection) -> None:
    assert unled(superuser) == set(UNLED_FOR_A_REASON)


@pytest.mark.django_db
def test_one_too_many_and_one_too_few_are_found(superuser: psycopg.Connection) -> None:
    superuser.execute("create index again on cases_note (case_id)")
    superuser.execute("drop index cases_case_person_id_f87eeffa")
    superuser.execute("drop index person_history_idx")
    assert double(superuser) - set(DOUBLE_FOR_A_REASON) == {"again"}
    assert unled(superuser) - set(UNLED_FOR_A_REASON) == {"cases_case.person_id", "people_personhistory.id"}
