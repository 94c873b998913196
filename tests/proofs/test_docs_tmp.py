import pytest

from proofs.worlds import mutants_reading
from proofs.worlds.asking import Tally
from tests.proofs.test_access import told

WANT = [m for m in mutants_reading.MUTANTS if "document" in m.breaks]
@pytest.mark.django_db
def test_it(stage, more):
    t = Tally()
    for s in more[:8]:
        d = told(stage, s, t)
        assert d is None, d
@pytest.mark.django_db
@pytest.mark.parametrize("m", WANT, ids=lambda m: m.breaks)
def test_caught(stage, more, m):
    assert any(told(stage, s, Tally(), mutant=m) for s in more)
