"""The life of a case as the manual has it: the table, and each rule against it."""

import inspect
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiwar.areas.cases import actions, rules
from jiwar.areas.cases.actions.reasons import REASONS
from jiwar.areas.cases.rules import ACTIVE, CLOSED, RECEIVED, TRANSITIONS
from jiwar.areas.cases.words import Risk, Stage, Status

STATUSES = (RECEIVED, ACTIVE, CLOSED)
BLANK = ("", " ", "\t\n", "\u3000")
anything = st.text()
statuses = st.sampled_from(STATUSES)


class TestTheTable:
    def test_its_statuses_are_those_of_the_column(self) -> None:
        named = {t.target for t in TRANSITIONS} | {t.source for t in TRANSITIONS if t.source}
        assert named == set(STATUSES) == set(Status.values)

    def test_every_status_can_be_reached(self) -> None:
        reached: set[str | None] = {None}
        while more := {t.target for t in TRANSITIONS if t.source in reached} - reached:
            reached |= more
        assert reached == {None, *STATUSES}

    def test_no_status_is_a_dead_end(self) -> None:
        for status in STATUSES:
            assert [t for t in TRANSITIONS if t.source == status and t.target != status], status

    def test_every_status_leads_to_the_end(self) -> None:
        ending = {CLOSED}
        while more := {t.source for t in TRANSITIONS if t.target in ending and t.source} - ending:
            ending |= more
        assert ending == set(STATUSES)

    def test_no_arrow_stands_twice(self) -> None:
        assert len(set(TRANSITIONS)) == len(TRANSITIONS)

    def test_every_verb_is_an_action(self) -> None:
        assert {t.verb for t in TRANSITIONS} <= set(actions.__all__)

    def test_nothing_leaves_the_end_but_reopening(self) -> None:
        assert {t.verb for t in TRANSITIONS if t.source == CLOSED} == {"reopen_case"}

    @pytest.mark.parametrize(
        ("verb", "source", "target"), list(product(sorted({t.verb for t in TRANSITIONS}), [None, *STATUSES], STATUSES))
    )
    def test_leads_and_starts_say_what_the_table_says(self, verb: str, source: str | None, target: str) -> None:
        arrow = rules.Transition(verb, source, target)
        assert rules.leads(verb, source, target) is (arrow in TRANSITIONS)
        assert rules.starts(verb, source) or not rules.leads(verb, source, target)

    @pytest.mark.parametrize("verb", ["open_case", "no_such_verb"])
    def test_what_the_table_lacks_starts_nowhere(self, verb: str) -> None:
        assert not any(rules.starts(verb, status) for status in STATUSES)


class TestOpening:
    @pytest.mark.parametrize(("has_owner", "status"), [(True, ACTIVE), (False, RECEIVED)])
    def test_a_case_is_received_until_somebody_is_responsible(self, has_owner: bool, status: str) -> None:
        assert rules.status_when_opened(has_owner=has_owner) == status
        assert rules.leads("open_case", None, status)


class TestNoting:
    @pytest.mark.parametrize(("status", "why"), [(RECEIVED, None), (ACTIVE, None), (CLOSED, "case_closed")])
    def test_nothing_is_added_to_a_closed_case(self, status: str, why: str | None) -> None:
        assert rules.why_not_note(status=status) == why

    @pytest.mark.parametrize(
        ("text", "day", "why"),
        [
            ("x", 0, None),
            ("x", -1, None),
            ("x", 1, "not_happened_yet"),
            (" ", 0, "text_missing"),
            ("", 1, "text_missing"),
        ],
    )
    def test_a_note_says_something_of_a_day_that_has_come(self, text: str, day: int, why: str | None) -> None:
        today = date(2026, 11, 27)
        assert rules.why_not_tell(text=text, happened_on=today + timedelta(days=day), today=today) == why

    @pytest.mark.parametrize(
        ("status", "reason", "why"),
        [
            (ACTIVE, "yes", None),
            (RECEIVED, "نعم", None),
            (ACTIVE, " x ", "why_missing"),
            (CLOSED, "yes", "case_closed"),
        ],
    )
    def test_whoever_judges_says_why(self, status: str, reason: str, why: str | None) -> None:
        assert rules.why_not_judge(status=status, reason=reason) == why


class TestTheOrderOfLists:
    @pytest.mark.parametrize(
        ("column", "value", "ranks"),
        [
            ("risk", "urgent", (0,)),
            ("risk", "high", (1, 2)),
            ("risk", "", (1, 3)),
            ("risk", "medium", (1, 4)),
            ("risk", "low", (1, 5)),
            ("status", RECEIVED, (0, 1)),
        ],
    )
    def test_a_risk_stands_at_its_own_place_or_with_what_nobody_has_taken(
        self, column: str, value: str, ranks: tuple[int, ...]
    ) -> None:
        assert rules.ranks_of(column, value) == ranks
        assert max(ranks) < rules.CLOSED_RANK

    def test_every_risk_has_a_place(self) -> None:
        places = [rules.ranks_of("risk", risk)[-1] for risk in ("", *Risk.values)]
        assert len(set(places)) == len(places)


class TestAssigning:
    @pytest.mark.parametrize(
        ("status", "works_here", "why"),
        [
            (RECEIVED, True, None),
            (ACTIVE, True, None),
            (CLOSED, True, "case_closed"),
            (RECEIVED, False, "not_a_colleague"),
            (ACTIVE, False, "not_a_colleague"),
            (CLOSED, False, "case_closed"),
        ],
    )
    def test_an_open_case_goes_to_a_colleague(self, status: str, works_here: bool, why: str | None) -> None:
        assert rules.why_not_assign(status=status, owner_works_here=works_here) == why


class TestClosing:
    @pytest.mark.parametrize(
        ("status", "held", "summary", "why"),
        [
            (RECEIVED, False, "x", "nobody_assigned"),
            (RECEIVED, True, "x", "nobody_assigned"),
            (RECEIVED, False, "", "nobody_assigned"),
            (RECEIVED, True, "", "nobody_assigned"),
            (ACTIVE, False, "x", None),
            (ACTIVE, True, "x", "held"),
            (ACTIVE, False, "", "summary_missing"),
            (ACTIVE, True, "", "held"),
            (CLOSED, False, "x", "already_closed"),
            (CLOSED, True, "x", "already_closed"),
            (CLOSED, False, "", "already_closed"),
            (CLOSED, True, "", "already_closed"),
        ],
    )
    def test_the_whole_truth_table(self, status: str, held: bool, summary: str, why: str | None) -> None:
        assert rules.why_not_close(status=status, holds=["bed"] if held else [], summary=summary) == why

    @given(statuses, st.lists(anything), anything)
    def test_it_closes_only_what_the_table_lets_close_with_nothing_pending_and_words(
        self, status: str, holds: list[str], summary: str
    ) -> None:
        goes = rules.why_not_close(status=status, holds=holds, summary=summary) is None
        assert goes == (rules.starts("close_case", status) and not holds and bool(summary.strip()))

    @given(statuses, st.lists(anything), anything, anything)
    def test_one_more_hold_never_opens_a_gate(self, status: str, holds: list[str], more: str, summary: str) -> None:
        assert rules.why_not_close(status=status, holds=[*holds, more], summary=summary) is not None

    @pytest.mark.parametrize("blank", BLANK)
    def test_blank_words_are_no_words(self, blank: str) -> None:
        assert rules.why_not_close(status=ACTIVE, holds=[], summary=blank) == "summary_missing"


class TestReopening:
    @pytest.mark.parametrize(
        ("status", "reason", "why"),
        [
            (RECEIVED, "x", "not_closed"),
            (RECEIVED, "", "not_closed"),
            (ACTIVE, "x", "not_closed"),
            (ACTIVE, "", "not_closed"),
            (CLOSED, "x", None),
            (CLOSED, "", "reason_missing"),
        ],
    )
    def test_the_whole_truth_table(self, status: str, reason: str, why: str | None) -> None:
        assert rules.why_not_reopen(status=status, reason=reason) == why

    @given(statuses, anything)
    def test_it_reopens_only_what_the_table_lets_reopen_and_for_a_reason(self, status: str, reason: str) -> None:
        goes = rules.why_not_reopen(status=status, reason=reason) is None
        assert goes == (rules.starts("reopen_case", status) and bool(reason.strip()))


class TestWords:
    def test_every_code_of_a_rule_has_its_sentence(self) -> None:
        """`held` is worded where the holds are known."""
        said = {
            rules.why_not_note(status=CLOSED),
            rules.why_not_tell(text="", happened_on=date.min, today=date.min),
            rules.why_not_tell(text="x", happened_on=date.max, today=date.min),
            rules.why_not_judge(status=ACTIVE, reason=""),
            *(rules.why_not_assign(status=s, owner_works_here=w) for s, w in product(STATUSES, [True, False])),
            *(
                rules.why_not_close(status=s, holds=h, summary=t)
                for s, h, t in product(STATUSES, [[], ["x"]], ["", "x"])
            ),
            *(rules.why_not_reopen(status=s, reason=r) for s, r in product(STATUSES, ["", "x"])),
        } - {None, "held"}
        assert said <= set(REASONS)
        assert all(str(REASONS[code]) for code in said if code)

    @pytest.mark.parametrize(
        "name", [n for n, _ in inspect.getmembers(rules, inspect.isfunction) if n.startswith("why")]
    )
    def test_every_rule_takes_its_values_by_name(self, name: str) -> None:
        kinds = {p.kind for p in inspect.signature(getattr(rules, name)).parameters.values()}
        assert kinds == {inspect.Parameter.KEYWORD_ONLY}


class TestTheCourse:
    """Where a case stands, for every case that there can be."""

    every = pytest.mark.parametrize(
        ("status", "has_owner", "is_judged"), list(product(STATUSES, (False, True), (False, True)))
    )

    @every
    def test_it_is_the_truth_about_the_case(self, status: str, has_owner: bool, is_judged: bool) -> None:
        course = rules.course_of(status=status, has_owner=has_owner, is_judged=is_judged)
        assert list(course) == list(rules.STAGES)
        assert (course["taken"] == rules.DONE) == has_owner
        assert (course["judged"] == rules.DONE) == is_judged
        assert {course["worked_on"] == rules.DONE, course["ended"] == rules.DONE} == {status == CLOSED}
        assert course["opened"] == rules.DONE

    @every
    def test_one_stage_is_now_until_it_ends(self, status: str, has_owner: bool, is_judged: bool) -> None:
        states = list(rules.course_of(status=status, has_owner=has_owner, is_judged=is_judged).values())
        assert states.count(rules.NOW) == (0 if status == CLOSED else 1)
        assert (rules.AHEAD in states) == (status != CLOSED)
        if rules.NOW in states:
            assert set(states[: states.index(rules.NOW)]) == {rules.DONE}, "nothing before it is open"
        assert states.count(rules.LEFT) == (status == CLOSED) * ((not has_owner) + (not is_judged))

    def test_each_stage_has_its_word(self) -> None:
        assert set(Stage.values) == set(rules.STAGES)
