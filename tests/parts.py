"""Which tests run where, so that a change is judged within minutes and everything still runs each time it counts."""

from __future__ import annotations

# What takes longest: `make test` leaves it to `make check`.
SLOW = (
    "tests/ask/test_screens.py",
    "tests/ask/test_states.py",
    "tests/calendars/test_files_of_others.py",
    "tests/calendars/test_hostile.py",
    "tests/calendars/test_rule_grid.py",
    "tests/calendars/test_rule_laws.py",
    "tests/calendars/test_through_http.py",
    "tests/cli/",
    "tests/feeds/test_other_programs.py",
    "tests/house/test_wheel.py",
    "tests/outside/",
    "tests/planning/coverage/test_exact.py",
    "tests/planning/coverage/test_greedy.py",
    "tests/planning/coverage/test_hints.py",
    "tests/planning/coverage/test_laws.py",
    "tests/planning/coverage/test_plan_command.py",
    "tests/planning/coverage/test_second_opinion.py",
    "tests/planning/coverage/test_solve.py",
    "tests/planning/coverage/test_windows_search.py",
    "tests/races/",
    "tests/tell/test_states.py",
    "tests/urgent/test_faults.py",
    "tests/web/test_forms_foreign_ids.py",
    "tests/web/test_forms_guarded.py",
    "tests/web/test_guessing.py",
    "tests/web/test_matrix.py",
    "tests/web/test_pages.py",
    "tests/web/test_plain_text.py",
    "tests/web/test_scopes.py",
    "tests/web/test_session.py",
    "tests/web/test_tokens.py",
    "tests/web/test_worries_private.py",
    "tests/work/test_calendars_out.py",
    "tests/work/test_crash_points.py",
    "tests/work/test_routing.py",
)
# The same on both databases, so it runs on SQLite alone: what asks no database anything, or one of its own, ...
ANY_DATABASE = (
    "tests/calendars/",
    "tests/cli/",
    "tests/house/",
    "tests/outside/",
    "tests/planning/",
    # ... and what looks at pages rather than rows; nonsense in every field runs on both.
    "tests/children/",
    "tests/come_back/",
    "tests/prepare/",
    "tests/set_up/",
    "tests/share/",
    "tests/urgent/test_open_end.py",
    "tests/urgent/test_texts.py",
    "tests/urgent/test_faults.py",
    "tests/urgent/test_sheet.py",
    "tests/web/test_forms_foreign_ids.py",
    "tests/web/test_forms_guarded.py",
    "tests/web/test_matrix.py",
    "tests/web/test_pages.py",
    "tests/web/test_plain_text.py",
    "tests/web/test_scopes.py",
    "tests/web/test_stay_link.py",
    "tests/web/test_tokens.py",
    "tests/web/test_worries_private.py",
)
# Journeys that are made on a phone in every change, and on a computer's screen by night.
ON_A_PHONE = (
    "tests/browser/test_emergency.py",
    "tests/browser/test_first_time_away.py",
    "tests/browser/test_on_duty.py",
    "tests/browser/test_push.py",
    "tests/browser/test_remembering.py",
    "tests/browser/test_telling.py",
)
# The one journey that everything hangs on is made on both in every change.
ON_BOTH = "test_me_from_nothing_to_kbye_and_back"
