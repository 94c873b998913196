
import time, os
from tests import people, make
from tests.areas.cases.test_arriving import full
from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.actions import arriving
from jiwar.areas.cases.words import Number
from jiwar.areas.people.models import Person
from jiwar.ground.access.wall import standing
from django.db import connection
import pytest
pytestmark = people.BOTH_SIDES
def test_speed(monkeypatch):
    world = people.gather()
    persons=[make.person(world.amal) for _ in range(100)]
    n=0
    for size in (100, 50, 25, 10, 5):
        monkeypatch.setattr(arriving, "AT_ONCE", size)
        ops=[full(p, numbers=(Number("partner", str(n+i)),)) for i,p in enumerate(persons)]
        n+=1000
        took={}
        def wrap(execute, sql, params, many, context):
            t=time.perf_counter()
            try: return execute(sql, params, many, context)
            finally:
                k=sql[:60]; took[k]=took.get(k,0)+time.perf_counter()-t
        t=time.time(); c=time.process_time()
        with connection.execute_wrapper(wrap):
            actions.open_cases(world.amal, openings=ops, owner_id=world.amal.user_id)
        d=time.time()-t
        print("SIZE", size, "rate", len(ops)/d, "cpu", time.process_time()-c)
        for k,v in sorted(took.items(), key=lambda kv:-kv[1])[:12]: print("   %.3f"%v, k.replace(chr(10)," "))
