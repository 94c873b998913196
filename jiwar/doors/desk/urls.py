"""Addresses of the desk."""

from django.urls import path

from jiwar.doors.desk import (
    bell,
    feeding,
    gallery,
    keeping,
    opened,
    searching,
    second_word,
    several,
    staffing,
    tasks,
    views,
)

urlpatterns = [
    path("", views.home, name="home"),
    path("cases/<uuid:case_id>", views.case, name="case"),
    path("cases/<uuid:case_id>/file", views.case_file, name="case-file"),
    path("cases/<uuid:case_id>/timeline", opened.case_timeline, name="case-timeline"),
    path("cases/<uuid:case_id>/trail", opened.case_trail, name="case-trail"),
    path("cases/<uuid:case_id>/plan", tasks.case_plan, name="case-plan"),
    path("calendar", feeding.calendar, name="calendar"),
    path("calendar/<slug:secret>.ics", feeding.calendar_feed, name="calendar-feed"),
    path("tasks", tasks.tasks, name="tasks"),
    path("tasks/<uuid:root_id>/<uuid:task_id>/finish", tasks.task_finish, name="task-finish"),
    path("tasks/<uuid:root_id>/<uuid:task_id>/rest", tasks.task_rest, name="task-rest"),
    path("tasks/<uuid:root_id>/<uuid:task_id>/give", tasks.task_give, name="task-give"),
    path("tasks/<uuid:root_id>/<uuid:task_id>/drop", tasks.task_drop, name="task-drop"),
    path("several", several.several, name="several"),
    path("several/do", several.several_do, name="several-do"),
    path("several/done", several.several_done, name="several-done"),
    path("views", keeping.views, name="views"),
    path("views/new", keeping.view_keep, name="view-keep"),
    path("views/<uuid:view_id>/name", keeping.view_rename, name="view-rename"),
    path("views/<uuid:view_id>/drop", keeping.view_drop, name="view-drop"),
    path("people/<uuid:person_id>", views.person, name="person"),
    path("people/<uuid:person_id>/file", views.person_file, name="person-file"),
    path("gallery", gallery.gallery, name="gallery"),
    path("notices", bell.notices, name="notices"),
    path("search", searching.search, name="search"),
    path("colleagues", staffing.colleagues, name="colleagues"),
    path("ways/more", second_word.second_word, name="second-word"),
    path("trail", staffing.agency_trail, name="agency-trail"),
]
