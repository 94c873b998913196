"""What is to be done next on a case: planned here, finished and put off by the verbs of ground/work."""

from uuid import UUID

from jiwar.areas.cases.actions.reasons import own_case, refuse_if
from jiwar.areas.cases.rules import why_not_note
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.work import tasks
from jiwar.ground.work.models import Task
from jiwar.ground.work.tasks import Planned


@action(Permission.TASK_WORK)
def plan_task(who: Who, case_id: UUID, *, planned: Planned) -> Task:
    """Write down what is owed on a case, by whom and until when. Refused on a closed case."""
    case = own_case(who, case_id)
    refuse_if(why_not_note(status=case.status))
    return tasks.put(who, case_id, planned)
