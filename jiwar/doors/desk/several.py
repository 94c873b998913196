"""Several cases at once, a question a page: which and what, with what, what would become of each; then what became.

Nothing is kept between the pages but what they send: it works without script, and in two windows at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jiwar.areas.cases.queries import CaseCard, case_cards
from jiwar.doors.desk import narrowing, together
from jiwar.doors.desk.several_forms import VERBS, ChooseForm, HowForm, Verb, verbs_for
from jiwar.doors.desk.together import Line, Pick
from jiwar.doors.desk.worklists import worklists
from jiwar.ground.access import begun
from jiwar.ground.access.asking import demanding, who_asks
from jiwar.ground.access.begun import Beginning
from jiwar.ground.access.drafts import keeps_drafts
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.access.who import Who
from jiwar.ground.base.answers import UNREADABLE, page_or_form
from jiwar.ground.base.errors import Forbidden
from jiwar.ground.base.pages import page, redirect_after

CHOOSE, HOW, LOOK = "desk/page_several.html", "desk/page_several_how.html", "desk/page_several_look.html"
DONE = "several done"
NOT_CARRIED = frozenset({"csrfmiddlewaretoken", "step"})


@dataclass(frozen=True, slots=True)
class Row:
    """One case that can be chosen: what its box says, and whether it is ticked."""

    case: CaseCard
    value: str
    is_picked: bool


@keeps_drafts
@page_or_form
def several(request: HttpRequest) -> HttpResponse:
    """Which cases and what to do; then with what; then what would become of each."""
    who = _worker(request)
    taken = None if request.method == "POST" else _begun(request, who)
    if request.method != "POST" and taken is None:
        return _choose(request, ChooseForm(who=who), request.GET)
    sent = taken.data if taken else request.POST
    chosen = ChooseForm(sent, who=who)
    if not chosen.is_valid():
        return _choose(request, chosen, sent, status=UNREADABLE)
    verb = VERBS[chosen.cleaned_data["verb"]]
    if taken or sent.get("step") != "how":
        return _how(request, chosen, _unsent(verb, who, taken), sent, draft_id=taken.id if taken else None)
    how = verb.form(sent, who=who)
    if not how.is_valid():
        return _how(request, chosen, how, sent, status=UNREADABLE)
    return (needs_proof(_look) if verb.needs_proof else _look)(request)


@require_POST
def several_do(request: HttpRequest) -> HttpResponse:
    """Do it: each case by the action of the one, with its own event."""
    who = _worker(request)
    chosen = ChooseForm(request.POST, who=who)
    if not chosen.is_valid():
        return _choose(request, chosen, request.POST, status=UNREADABLE)
    verb = VERBS[chosen.cleaned_data["verb"]]
    how = verb.form(request.POST, who=who)
    if not how.is_valid():  # a day may have passed since it was looked at
        return _how(request, chosen, how, request.POST, status=UNREADABLE)
    return (needs_proof(_do) if verb.needs_proof else _do)(request)


@require_safe
def several_done(request: HttpRequest) -> HttpResponse:
    """What became of each: kept in the session until something else is done."""
    _worker(request)
    told = request.session.get(DONE)
    if told is None or told["verb"] not in VERBS:
        return redirect_after(request, reverse("home"))
    return page(request, "desk/page_several_done.html", {**told, "verb": VERBS[told["verb"]]})


def _worker(request: HttpRequest) -> Who:
    """Who reads cases and may do anything with several. Raises Forbidden."""
    who = demanding(request, Permission.CASE_READ)
    if not verbs_for(who):
        raise Forbidden(Permission.CASE_ASSIGN)
    return who


def _begun(request: HttpRequest, who: Who) -> Beginning | None:
    """What was begun here and not sent, where the address says so."""
    found = begun.begun_at(who, request.path) if begun.ID in request.GET else []
    return next((one for one in found if str(one.id) == request.GET[begun.ID]), None)


def _unsent(verb: Verb, who: Who, taken: Beginning | None) -> HowForm:
    """The form before it is sent, filled with what was begun in it."""
    how = verb.form(who=who)
    if taken:
        how.take_up(taken.data)
    return how


def _choose(request: HttpRequest, form: ChooseForm, asked: QueryDict, *, status: int = 200) -> HttpResponse:
    """A page of the list with a box beside each case; what was ticked stays so, also from further down."""
    who = who_asks(request)
    lists = [one for one in worklists(who) if one.presses]
    read = narrowing.read(asked.get("back", "") or asked.urlencode())
    chosen = next((one for one in lists if one.key == read.key), lists[0])
    found = chosen.load(asked.get("after", ""), read.only)
    back, ticked = narrowing.address(chosen.key, read.only), set(asked.getlist("versions"))
    onward = narrowing.address(chosen.key, read.only, after=found.next) if found.next else ""
    shown = {
        "form": form,
        "name": chosen.name,
        "told": narrowing.words(read.only),
        "rows": _rows(who, found.rows, ticked, every="all" in asked),
        "next_url": onward,
        "back": back,
        "at_most": together.at_most(),
    }
    return page(request, CHOOSE, shown, fragment="desk/_several_rows.html", status=status)


def _rows(who: Who, found: Sequence[CaseCard], ticked: set[str], *, every: bool) -> list[Row]:
    picked = {pick.case_id for text in ticked if (pick := together.read_pick(text))}
    further = case_cards(who, root_ids=picked - {card.id for card in found}) if picked else {}
    cards = [*found, *further.values()]
    return [Row(card, str(Pick(card.id, card.version)), every or card.id in picked) for card in cards]


def _how(
    request: HttpRequest,
    chosen: ChooseForm,
    form: HowForm,
    sent: QueryDict,
    *,
    draft_id: UUID | None = None,
    status: int = 200,
) -> HttpResponse:
    """With what: the verb's own form, the choice carried along unseen; what is written is kept as a draft."""
    key = chosen.cleaned_data["verb"]
    shown = {
        "form": form,
        "verb": VERBS[key],
        "key": key,
        "picks": chosen.cleaned_data["versions"],
        "back": _back(sent),
        "draft": begun.OpenForm(draft_id or begun.id_of(sent.get(begun.ID, "")) or uuid4()),
    }
    return page(request, HOW, shown, status=status)


def _look(request: HttpRequest) -> HttpResponse:
    """Line by line what would become of each; nothing is done yet."""
    verb, picks, how = _asked(request)
    lines = together.rehearse(who_asks(request), picks, how.deed)
    goes, stays = together.parted(lines)
    carried = [(name, value) for name, values in request.POST.lists() if name not in NOT_CARRIED for value in values]
    shown = {
        "verb": verb,
        "goes": [(line, how.told(line.card)) for line in goes if line.card],
        "stays": stays,
        "carried": [*((n, v) for n, v in carried if n != "versions"), *(("versions", str(line.pick)) for line in goes)],
        "back": _back(request.POST),
        "once": uuid4(),
    }
    return page(request, LOOK, shown)


def _do(request: HttpRequest) -> HttpResponse:
    """Pressed twice, it is done once: the second press leads to what became of the first."""
    verb, picks, how = _asked(request)
    once, before = request.POST.get("once", ""), request.session.get(DONE)
    if before is None or before["once"] != once or not once:
        done, kept = together.parted(together.do(who_asks(request), picks, how.deed))
        key = next(key for key, one in VERBS.items() if one is verb)
        request.session[DONE] = {
            "once": once,
            "verb": key,
            "done": [_code(line) for line in done],
            "kept": [[_code(line), line.why_not] for line in kept],
            "back": _back(request.POST),
        }
        if draft_id := begun.id_of(request.POST.get(begun.ID, "")):
            begun.forget(draft_id)
    return redirect_after(request, reverse("several-done"))


def _asked(request: HttpRequest) -> tuple[Verb, list[Pick], HowForm]:
    """What was sent, as far as it can be read; a form that was tampered with is chosen anew."""
    who = who_asks(request)
    chosen = ChooseForm(request.POST, who=who)
    chosen.is_valid()
    verb = VERBS[chosen.cleaned_data["verb"]]
    how = verb.form(request.POST, who=who)
    how.is_valid()
    return verb, chosen.cleaned_data["versions"], how


def _back(sent: QueryDict) -> str:
    """The list from which they were chosen, as an address within the lists; never what was sent as it came."""
    read = narrowing.read(sent.get("back", ""))
    return narrowing.address(read.key, read.only)


def _code(line: Line) -> str:
    return line.card.code if line.card else ""
