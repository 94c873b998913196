"""A job is put aside with the act, done once as one agency's, tried again when it fails, and given up in sight."""

import inspect
from collections.abc import Iterator
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.urls import reverse

from jiwar.ground.access import wall
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Forbidden, Missing, Reason, Refused
from jiwar.ground.jobs import kinds, queries, rules, running
from jiwar.ground.jobs.kinds import JobKind, Report
from jiwar.ground.jobs.putting import defer
from jiwar.ground.jobs.running import TryAgainError
from jiwar.ground.jobs.words import JobState
from jiwar.site import schedule
from tests import keeper, people, working
from tests.injecting import answer, inject
from tests.people import World

pytestmark = people.BOTH_SIDES
DID: list[tuple[UUID, UUID | None, int]] = []


def note(who: Who, about_id: UUID | None, report: Report) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from access_user where agency_id = wall.agency()")
        DID.append((who.agency_id, about_id, cursor.fetchone()[0]))


def fail(who: Who, about_id: UUID | None, report: Report) -> None:
    note(who, about_id, report)
    raise ZeroDivisionError("Salma Haddad")


def refuse(who: Who, about_id: UUID | None, report: Report) -> None:
    note(who, about_id, report)
    raise Refused(Reason("not_today", "Salma Haddad"))


NOTE, FAIL, REFUSE = (
    JobKind("note", "Notes", note, "", 8),
    JobKind("fail", "Fails", fail, "", 3),
    JobKind("refuse", "Refuses", refuse, "", 8),
)


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for kind in (NOTE, FAIL, REFUSE):
        monkeypatch.setitem(kinds.KINDS, kind.name, kind)
    DID.clear()
    yield
    DID.clear()


def put(who: Who, kind: JobKind, about_id: UUID | None = None) -> UUID:
    with wall.standing(who), wall.announcing("test"):
        return defer(kind, about_id)


class TestPuttingAside:
    def test_it_is_done_as_the_system_user_of_ones_own_agency(self, world: World) -> None:
        about = uuid4()
        put(world.amal, NOTE, about)
        assert working.work() == ["note"]
        assert [(agency, one) for agency, one, _ in DID] == [(world.amal.agency_id, about)]
        assert working.jobs() == [("note", "done", 0, "")]

    def test_after_the_commit_and_not_before(self, world: World) -> None:
        with wall.standing(world.amal), wall.announcing("test"):
            defer(NOTE)
            assert working.work() == []
        assert working.work() == ["note"]

    def test_gone_with_a_rollback(self, world: World) -> None:
        def put_and_fail() -> None:
            defer(NOTE)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError), wall.standing(world.amal), wall.announcing("test"):
            put_and_fail()
        assert (working.work(), working.jobs()) == ([], [])

    def test_nobody_without_identity_or_announcement(self, world: World) -> None:
        with pytest.raises(Missing), transaction.atomic(), wall.announcing("test"):
            defer(NOTE)
        with pytest.raises(DatabaseError, match="no announced action"), wall.standing(world.amal):
            defer(NOTE)

    def test_it_runs_for_each_agency_by_schedule_and_not_twice_at_once(self, world: World) -> None:
        with working.queue() as db:
            assert db.execute("select wall.fan_out('note')").fetchone() == (3,)
            assert db.execute("select wall.fan_out('note')").fetchone() == (0,)
        assert working.work() == ["note"] * 3
        assert {agency for agency, *_ in DID} == {who.agency_id for who in (world.amal, world.carine, world.omar)}

    def test_the_worker_itself_does_it(self, world: World) -> None:
        put(world.amal, NOTE)
        put(world.dima, FAIL)
        working.work_for_real()
        assert {agency for agency, *_ in DID} == {world.amal.agency_id, world.dima.agency_id}
        assert working.jobs() == [("note", "done", 0, ""), ("fail", "waiting", 1, "builtins.ZeroDivisionError")]
        with working.queue() as db:
            waits = "select extract(epoch from scheduled_at - now()) from procrastinate_jobs where status = 'todo'"
            [(seconds,)] = db.execute(waits).fetchall()
            assert 10 < seconds <= 15


class TestIdsOnly:
    def test_every_kind_takes_who_one_id_and_a_report(self) -> None:
        loaded = schedule.load()
        assert len(loaded) > 1
        for kind in [*loaded.values(), NOTE]:
            given = inspect.get_annotations(kind.work, eval_str=True)
            assert list(given.values()) == [Who, UUID | None, Report, None], kind.name

    @pytest.mark.parametrize("about", ["Salma", "C-AAAAAA", 7])
    def test_the_wall_takes_an_id_and_nothing_else(self, world: World, about: object) -> None:
        with pytest.raises(DatabaseError, match=r"invalid input syntax for type uuid|cannot cast|does not exist"):
            put(world.amal, NOTE, about)  # type: ignore[arg-type]

    def test_a_kind_is_named_by_code(self, world: World) -> None:
        with pytest.raises(DatabaseError, match="a_job_is_named_by_code"):
            put(world.amal, JobKind("Salma Haddad", "", note, "", 1))

    @pytest.mark.parametrize("args", ['{"name": "Salma"}', '{"job_id": "Salma"}', '{"timestamp": "Salma"}'])
    def test_the_queue_holds_nothing_else(self, world: World, args: str) -> None:
        with working.queue() as db, pytest.raises(psycopg.errors.CheckViolation, match="ids_only"):
            db.execute("insert into procrastinate_jobs (queue_name, task_name, args) values ('jobs', 'x', %s)", [args])


class TestFailing:
    def test_it_is_tried_again_later_and_later_then_given_up(self, world: World) -> None:
        put(world.amal, FAIL)
        assert working.work() == ["!fail"]
        assert working.work() == []  # its time has not come
        for _ in range(2):
            working.let_time_pass()
            assert working.work() == ["!fail"]
        working.let_time_pass()
        assert working.work() == []
        assert working.jobs() == [("fail", "given_up", 3, "builtins.ZeroDivisionError")]

    def test_what_it_wrote_is_gone(self, world: World) -> None:
        def write(who: Who, about_id: UUID | None, report: Report) -> None:
            with wall.announcing("test"), connection.cursor() as cursor:
                cursor.execute("update jobs_job set total = 7")
            raise ZeroDivisionError

        kinds.KINDS["fail"] = JobKind("fail", "", write, "", 3)
        put(world.amal, FAIL)
        working.work()
        assert working.jobs("total") == [(0,)]

    def test_a_rule_that_says_no_is_an_answer(self, world: World) -> None:
        put(world.amal, REFUSE)
        assert working.work() == ["refuse"]
        assert working.jobs() == [("refuse", "given_up", 0, "not_today")]

    def test_no_word_of_the_failure_is_kept(self, world: World, caplog: pytest.LogCaptureFixture) -> None:
        put(world.amal, FAIL)
        working.work()
        assert "Salma" not in str(keeper.rows("select j::text from public.jobs_job j"))
        assert "Salma" not in caplog.text

    def test_a_job_that_nobody_knows_is_given_up(self, world: World) -> None:
        put(world.amal, JobKind("of_another_release", "", note, "", 8))
        assert working.work() == ["!of_another_release"]
        assert working.jobs("state, trouble") == [("given_up", "builtins.LookupError")]

    @pytest.mark.parametrize(("attempt", "seconds"), [(1, 15), (2, 60), (3, 240), (6, 15360), (7, 21600), (40, 21600)])
    def test_each_wait_is_four_times_the_last_up_to_six_hours(self, attempt: int, seconds: int) -> None:
        assert rules.wait_before(attempt) == seconds

    @pytest.mark.parametrize(("failed", "is_last"), [(1, False), (7, False), (8, True), (9, True)])
    def test_the_last_attempt_is_the_last(self, failed: int, is_last: bool) -> None:
        assert rules.is_last(failed=failed, tries=8) is is_last


class TestLosing:
    """What left the queue without having been done: nobody would ever do it, nor what runs by schedule after it."""

    def tidy(self) -> None:
        with working.queue() as db:
            db.execute("select wall.tidy_jobs()")

    def test_what_the_worker_does_not_know_is_given_up_in_sight(self, world: World) -> None:
        put(world.amal, JobKind("of_another_release", "", note, "", 8))
        working.work_for_real()
        self.tidy()
        assert working.jobs() == [("of_another_release", "given_up", 0, "lost")]
        with wall.standing(world.farah):
            assert [one.trouble for one in queries.jobs_given_up(world.farah)] == ["lost"]

    def test_what_an_agency_missed_while_it_was_shut_keeps_nothing_back(self, world: World) -> None:
        def active(value: str) -> None:
            with keeper.keeper() as cursor:
                cursor.execute("select wall.announce('test')")
                cursor.execute(f"update public.access_agency set is_active = {value} where code = 'iom'")

        with working.queue() as db:
            db.execute("select wall.fan_out('note')")
        active("false")
        working.work()
        active("true")
        self.tidy()
        with working.queue() as db:
            assert db.execute("select wall.fan_out('note')").fetchone() == (3,)

    def test_what_cannot_even_be_written_down_is_tried_again(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The database goes away: neither the job nor its failure is written."""

        def away(*_: object) -> None:
            raise OperationalError

        made = put(world.amal, FAIL)
        monkeypatch.setattr(running, "_failed", away)
        with working.queue() as db:
            db.execute("select id from procrastinate_fetch_job_v2(null, null)")
        with pytest.raises(TryAgainError):
            running.perform(made)

    def test_what_waits_or_is_under_way_is_not_lost(self, world: World) -> None:
        put(world.amal, NOTE)
        self.tidy()
        with working.queue() as db:
            db.execute("select id from procrastinate_fetch_job_v2(null, null)")
        self.tidy()
        assert working.jobs("state") == [("waiting",)]


class TestGate:
    def test_what_was_done_is_not_done_again(self, world: World) -> None:
        made = put(world.amal, NOTE)
        working.work()
        running.perform(made)
        assert len(DID) == 1

    def test_nor_what_is_not_taken_from_the_queue(self, world: World) -> None:
        running.perform(put(world.amal, NOTE))
        running.perform(uuid4())
        assert DID == []

    def test_nor_for_an_agency_that_is_shut(self, world: World) -> None:
        put(world.dina, NOTE)
        with keeper.keeper() as cursor:
            cursor.execute("select wall.announce('test')")
            cursor.execute("update public.access_agency set is_active = false where code = 'iom'")
        working.work()
        assert DID == []

    def test_the_token_of_a_person_opens_no_job_and_that_of_a_job_no_person(self, world: World) -> None:
        job = put(world.amal, NOTE)
        for statement, token in (
            ("select wall.enter_job(%s)", wall.token(job)),
            ("select wall.enter_job(%s)", wall.token(world.amal.user_id)),
            ("select wall.enter(%s)", wall.token(world.amal.user_id, wall.Mode.JOB)),
            ("select wall.enter_job(%s)", wall.token(job, wall.Mode.JOB)[:-1] + "x"),
        ):
            with pytest.raises(DatabaseError, match="enter refused"), transaction.atomic():
                connection.cursor().execute(statement, [token])


class TestReporting:
    def test_how_far_it_is_is_seen_by_others_before_it_ends(self, world: World) -> None:
        seen: list[list[tuple[object, ...]]] = []

        def count(who: Who, about_id: UUID | None, report: Report) -> None:
            for done in range(4):
                report(done, 3)
                seen.append(working.jobs("state, done, total"))

        kinds.KINDS["note"] = JobKind("note", "", count, "", 3)
        put(world.amal, NOTE)
        working.work()
        assert [row[0] for row in seen] == [("running", 0, 3), ("running", 0, 3), ("running", 0, 3), ("running", 3, 3)]
        assert working.jobs("state, done, total") == [("done", 3, 3)]


class TestSeeing:
    def test_ones_own_and_for_administrators_what_was_given_up_in_the_agency(self, world: World) -> None:
        put(world.dima, REFUSE)
        put(world.amal, NOTE)
        put(world.huda, REFUSE)
        working.work()
        with wall.standing(world.amal):
            assert [(one.name, one.state) for one in queries.my_jobs(world.amal)] == [("note", JobState.DONE)]
        with wall.standing(world.farah):
            lost = queries.jobs_given_up(world.farah)
            assert [(one.name, one.trouble) for one in lost] == [("refuse", "not_today")]
            assert queries.my_jobs(world.farah) == queries.jobs_under_way(world.farah) == []
        for who in (world.amal, world.bashir, world.elias, world.ghada):
            with pytest.raises(Forbidden):
                queries.jobs_given_up(who)

    def test_an_injected_query_sees_no_more_and_never_what_it_is_about(self, world: World) -> None:
        put(world.amal, NOTE, uuid4())
        count = "select count(*) from jobs_job"
        seen = {name: answer(world.named(name), count)[0][0] for name in people.ROLES}
        assert {name for name, rows in seen.items() if rows} == {"amal", "farah"}
        for sql in (
            "select about_id from jobs_job",
            "select queue_id from jobs_job",
            "select * from queue.procrastinate_jobs",
            "select wall.fan_out('note')",
            "select wall.enqueue(wall.agency(), null, 'note', null, null)",
            "insert into jobs_job (id, agency_id, name) values (gen_random_uuid(), wall.agency(), 'x')",
            "delete from jobs_job",
            "update jobs_job set about_id = null",
        ):
            for who in (world.amal, world.farah, world.system):
                with pytest.raises(DatabaseError, match="permission denied"):
                    inject(who, sql)
        assert inject(world.amal, "update jobs_job set state = 'done'") == 0
        assert inject(world.farah, "update jobs_job set state = 'done'") == 0

    def test_the_worker_reaches_the_queue_and_nothing_else(self, world: World) -> None:
        with working.queue() as db:
            for table in ("jobs_job", "access_user", "cases_case", "notices_notice", "vault_keywrap"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    db.execute(f"select 1 from public.{table}")
            for call in ("enter_job('x')", "enter('x')", "defer_job('x', null, null)", "verified_principals()"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    db.execute(f"select wall.{call}")


class TestAlive:
    def test_a_worker_that_is_not_there_is_said(self, world: World) -> None:
        client = people.signed_in(world.farah)
        words = "Nothing runs at the moment"
        assert words in client.get(reverse("jobs")).content.decode()
        with working.queue() as db:
            db.execute("select procrastinate_register_worker_v1()")
            assert words not in client.get(reverse("jobs")).content.decode()
            db.execute("update procrastinate_workers set last_heartbeat = now() - interval '2 minutes'")
        assert words in client.get(reverse("jobs")).content.decode()
        assert words not in people.signed_in(world.amal).get(reverse("jobs")).content.decode()
        with pytest.raises(Forbidden):
            queries.worker_is_alive(world.amal)

    def test_what_is_over_is_forgotten_after_its_time(self, world: World) -> None:
        put(world.amal, NOTE)
        put(world.amal, REFUSE)
        working.work()
        with working.queue() as db:
            db.execute("insert into procrastinate_jobs (queue_name, task_name, status) values ('jobs', 'x', 'failed')")
            for days, left in ((0, 2), (31, 1), (335, 0)):
                with keeper.keeper() as cursor:
                    cursor.execute("select wall.announce('test')")
                    cursor.execute("update public.jobs_job set ended_at = ended_at - %s * interval '1 day'", [days])
                db.execute("select wall.tidy_jobs()")
                assert len(working.jobs()) == left
            assert db.execute("select count(*) from procrastinate_jobs").fetchone() == (0,)
