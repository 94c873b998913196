"""Random worlds for the proof of access: agencies, people who work there, files, and what is done with them.

    facts.py     what is the case: plain frozen values
    spec.py      the rules of reading, in Python, as a lawyer may check them
    verbs.py     the rules of doing: who may, and what is the case afterwards
    making.py    random agencies and people          telling.py   random deeds
    stage.py     the database: who stands before it  building.py, doing.py   the same world and deeds in SQL
    asking.py    every question to the database, beside the answer of the rules
    gate.py      false identities                    doors.py     the application's own queries, beside the rules
    mutants*.py  the wall with one rule broken       shrinking.py a counterexample, short enough to read

`spec.py` and `verbs.py` import nothing of Jiwar: what they say is written down a second time on purpose.
"""
