"""Why a gap or a must remains: each reason alone, and which is named when several hold."""

from __future__ import annotations

from typing import Any

import pytest

from kbye.planning.coverage.explain import Reason
from kbye.planning.coverage.problem import Ask, Care, Done, Move, Plan, Problem
from kbye.planning.coverage.reasons import reasons
from tests.planning.coverage.small import alex, asleep, at, busy, problem, ruth, school, task, two_places

ALEX, RUTH, MIA, BEN, HOME, SCHOOL = 0, 1, 0, 1, 0, 1
TWO_CHILDREN = [{"id": "mia", "name": "Mia"}, {"id": "ben", "name": "Ben"}]
SAM = {"id": "sam", "name": "Sam", "household": True}


def has(first: int, last: int, carer: int = ALEX, child: int = MIA, place: int | None = HOME) -> Care:
    return Care(child, first, last, carer, place)


def why(of: Problem, plan: Plan | None = None) -> dict[str, str]:
    """The reason for each carer, when there is one gap or must."""
    return {one.carer: str(one.why) for one in reasons(of, plan or Plan())}


def only(of: Problem, plan: Plan | None = None) -> Reason:
    (found,) = reasons(of, plan or Plan())
    return found


def test_nothing_missing_needs_no_reason() -> None:
    assert reasons(problem(), Plan(care=(has(0, 4),))) == ()


def test_one_row_for_each_carer_and_each_gap_and_must() -> None:
    of = problem(
        carers=[alex(), ruth()], occurrences=[task(0, 4), task(0, 4) | {"id": "n", "priority": "nice"}]
    )
    rows = reasons(of, Plan(care=(has(1, 2),)))
    assert [(one.child, one.occurrence, one.start, one.end, one.carer) for one in rows] == [
        ("mia", "", 0, 1, "alex"),
        ("mia", "", 0, 1, "ruth"),
        ("mia", "", 2, 4, "alex"),
        ("mia", "", 2, 4, "ruth"),
        (None, "inhaler", 0, 4, "alex"),
        (None, "inhaler", 0, 4, "ruth"),
    ]


def test_busy_is_the_first_commitment_that_meets_the_gap() -> None:
    held = [
        busy("alex", 3, 6, label="Later"),
        busy("alex", 1, 3, label="Board"),
        busy("alex", -2, 1, label="Sooner"),
    ]
    found = only(problem(busy=held), Plan(care=(has(0, 1),)))
    assert (found.why, found.ref, found.sentence) == (
        "busy",
        "alex1",
        "Alex is busy with “Board” until 09:30.",
    )


@pytest.mark.parametrize(
    ("first", "last", "meets"), [(-2, 0, False), (-2, 1, True), (1, 2, True), (2, 4, False)]
)
def test_a_commitment_that_only_touches_the_gap_is_no_reason(first: int, last: int, meets: bool) -> None:
    of = problem(busy=[busy("alex", first, last)])
    assert (why(of, Plan(care=(has(2, 4),)))["alex"] == "busy") is meets


def test_another_day_is_named() -> None:
    found = only(problem(busy=[busy("alex", 0, 40)]))
    assert found.sentence == "Alex is busy until Fri 04:00."


def test_unknown_comes_after_busy_and_is_named_as_unknown() -> None:
    unknown = busy("alex", 0, 1, strength="unknown")
    found = only(problem(busy=[unknown]))
    assert (found.why, found.ref) == ("unknown", "alex0")
    assert found.sentence == "Nobody knows whether Alex is free before 08:30."
    assert why(problem(busy=[unknown, busy("alex", 3, 4)])) == {"alex": "busy"}


def test_rather_not_is_no_reason() -> None:
    assert why(problem(busy=[busy("alex", 0, 4, strength="rather_not")])) == {"alex": "elsewhere"}


def test_the_leaver_is_busy_first_and_away_else() -> None:
    assert why(problem(carers=[SAM])) == {"sam": "away"}
    assert why(problem(carers=[SAM], busy=[busy("sam", 0, 4, strength="unknown")])) == {"sam": "unknown"}
    assert why(problem(carers=[SAM], busy=[busy("sam", 0, 4)])) == {"sam": "busy"}
    assert only(problem(carers=[SAM])).sentence == "Sam is the one who is away."


def test_not_allowed_is_about_this_child() -> None:
    of = problem(children=TWO_CHILDREN, carers=[alex(may_care=["ben"])])
    care = (has(0, 4, child=BEN),)
    found = only(of, Plan(care=care))
    assert (found.why, found.sentence) == ("not_allowed", "Alex does not look after Mia.")
    assert why(of, Plan(care=(has(0, 4),))) == {"alex": "elsewhere"}


def test_who_may_not_collect_a_child_that_waits() -> None:
    carers = [alex(may_collect={}), ruth(may_collect={"school": ["mia"]})]
    of = problem(carers=carers, **two_places(), supervised=[school(0, 2)])
    assert why(of) == {"alex": "no_collect", "ruth": "elsewhere"}
    assert reasons(of, Plan())[0].sentence == "Alex may not collect Mia from school."


def test_who_was_collected_waits_no_more() -> None:
    carers = [alex(may_collect={}), ruth(may_collect="all")]
    of = problem(cells=6, carers=carers, **two_places(), supervised=[school(0, 2)])
    fetched = Plan(care=(has(2, 3, RUTH, place=SCHOOL),), asks=(Ask(RUTH, 2, 3),))
    assert why(of, fetched)["alex"] == "elsewhere"


def test_who_comes_home_alone_waits_for_nobody() -> None:
    of = problem(carers=[alex(may_collect={})], **two_places(), supervised=[school(0, 2, pick_up=False)])
    assert why(of) == {"alex": "elsewhere"}


def test_only_the_child_of_the_gap_waits() -> None:
    of = problem(
        children=TWO_CHILDREN, carers=[alex(may_collect={})], **two_places(), supervised=[school(0, 2)]
    )
    rows = {(one.child, one.start): str(one.why) for one in reasons(of, Plan())}
    assert rows == {("mia", 2): "no_collect", ("ben", 0): "elsewhere"}


def must(**more: Any) -> Problem:
    return problem(carers=[alex(skills=["drive"])], occurrences=[task(0, 4, **more)])


COVERED = Plan(care=(has(0, 4),))


def test_a_must_by_somebody_else() -> None:
    of = problem(carers=[alex(), ruth()], occurrences=[task(0, 4, only=["ruth"])])
    assert why(of, COVERED)["alex"] == "not_allowed"
    of = problem(carers=[alex(), ruth()], occurrences=[task(0, 4, only=["alex"])])
    assert reasons(of, COVERED)[1].sentence == "“inhaler” is not for Grandma."
    assert why(of, COVERED) == {"alex": "elsewhere", "ruth": "not_allowed"}


def test_a_must_with_a_child_one_may_not_have() -> None:
    of = problem(
        children=TWO_CHILDREN,
        carers=[alex(), ruth(may_care=["ben"])],
        occurrences=[task(0, 4) | {"with": ["mia"]}],
    )
    both = Plan(care=(has(0, 4), has(0, 4, child=BEN)))
    assert why(of, both)["ruth"] == "not_allowed"


def test_a_must_nobody_has_learned() -> None:
    found = only(must(skills=["medicine", "drive"]), COVERED)
    assert (found.why, found.sentence) == ("skill", "Alex has not learned what “inhaler” needs.")
    assert why(must(skills=["drive"]), COVERED) == {"alex": "elsewhere"}


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        ([(0, 2), (3, 4)], "elsewhere"),
        ([(0, 2), (2, 4)], "busy"),
        ([(0, 4)], "busy"),
        ([(-3, 3)], "elsewhere"),
    ],
)
def test_a_commitment_that_leaves_room_for_a_must_is_no_reason(
    held: list[tuple[int, int]], reason: str
) -> None:
    of = problem(busy=[busy("alex", *one) for one in held], occurrences=[task(0, 4)])
    plan = Plan(care=(has(0, 4),))
    assert why(of, plan) == {"alex": reason}


def test_too_many_at_once() -> None:
    of = problem(children=TWO_CHILDREN, carers=[alex(at_most=1)])
    found = only(of, Plan(care=(has(0, 4, child=BEN), has(0, 3))))
    assert (found.why, found.sentence) == ("too_many", "Alex already has as many children as they can.")
    of = problem(children=TWO_CHILDREN, carers=[alex(at_most=2)])
    assert why(of, Plan(care=(has(0, 4, child=BEN), has(0, 3)))) == {"alex": "elsewhere"}


def test_a_must_is_never_too_many() -> None:
    of = problem(carers=[alex(at_most=1)], occurrences=[task(0, 4)])
    assert why(of, COVERED) == {"alex": "elsewhere"}


def test_nights() -> None:
    of = problem(cells=34, carers=[alex(overnight=False)])
    assert only(of, Plan(care=(has(0, 32),))).sentence == "Alex does not stay overnight."
    assert why(of, Plan(care=(has(0, 31), has(32, 34)))) == {"alex": "elsewhere"}
    of = problem(cells=34, carers=[alex(overnight=True)])
    assert why(of, Plan(care=(has(0, 32),))) == {"alex": "elsewhere"}


def test_a_must_at_night_is_in_the_way_only_with_a_child() -> None:
    covered = Plan(care=(has(0, 32),))
    for children, reason in ((["mia"], "overnight"), ([], "elsewhere")):
        of = problem(
            cells=32,
            carers=[alex(overnight=False)],
            occurrences=[task(30, 32) | {"with": children}],
        )
        assert why(of, covered) == {"alex": "elsewhere"}
        late = problem(
            cells=34,
            carers=[alex(overnight=False), ruth(overnight=True)],
            occurrences=[task(32, 34) | {"with": children}],
        )
        plan = Plan(care=(has(0, 32), has(32, 34, RUTH)), asks=(Ask(RUTH, 32, 34),))
        assert why(late, plan)["alex"] == reason


def test_a_night_is_in_the_way_of_a_must_only_if_it_leaves_no_room() -> None:
    medicine = {"with": ["mia"], "skills": ["medicine"]}
    for first, reason in ((30, "ask_length"), (31, "overnight")):
        of = problem(
            cells=34,
            carers=[alex(), ruth(skills=["medicine"], ask_minutes_min=30, ask_minutes_max=30)],
            occurrences=[task(first, 34, 60) | medicine],
        )
        assert why(of, Plan(care=(has(0, 34),))) == {"alex": "skill", "ruth": reason}


def test_a_day_that_is_full_is_no_reason_if_the_must_could_wait_for_the_next() -> None:
    of = problem(cells=36, carers=[alex(max_minutes_per_day=60)], occurrences=[task(30, 36, 60)])
    plan = Plan(care=(has(28, 30),))
    assert {one.why for one in reasons(of, plan) if one.occurrence} == {"elsewhere"}


@pytest.mark.parametrize(("limit", "reason"), [(89, True), (90, False)])
@pytest.mark.parametrize("period", ["day", "week"])
def test_hours(period: str, limit: int, reason: bool) -> None:
    of = problem(cells=3, carers=[alex(**{f"max_minutes_per_{period}": limit})])
    found = only(of, Plan(care=(has(0, 2),)))
    assert (found.why == f"{period}_limit") is reason
    assert (found.sentence == f"Alex has reached their hours for that {period}.") is reason


def test_hours_of_another_day_do_not_count() -> None:
    of = problem(cells=34, carers=[alex(max_minutes_per_day=60), ruth(overnight=True)])
    plan = Plan(care=(has(0, 2), has(2, 32, RUTH)), asks=(Ask(RUTH, 2, 32),))
    assert why(of, plan)["alex"] == "elsewhere"
    assert why(of, Plan(care=(has(0, 2), has(3, 32, RUTH), has(32, 34, RUTH))))["alex"] == "day_limit"


def test_a_must_takes_no_longer_than_it_is() -> None:
    parts: dict[str, Any] = {"occurrences": [task(0, 4)], "children": []}
    assert why(problem(carers=[alex(max_minutes_per_day=30)], **parts)) == {"alex": "elsewhere"}
    assert why(problem(carers=[alex(max_minutes_per_day=29)], **parts)) == {"alex": "day_limit"}


def test_what_one_does_already_counts_once() -> None:
    of = problem(
        children=TWO_CHILDREN, carers=[alex(max_minutes_per_day=60)], **two_places(), asleep=[asleep(0, 1)]
    )
    plan = Plan(care=(has(0, 2, child=BEN),), moves=(), done=())
    rows = {one.child: str(one.why) for one in reasons(of, plan)}
    assert rows["mia"] == "day_limit"
    of = problem(children=TWO_CHILDREN, carers=[alex(max_minutes_per_day=60)])
    plan = Plan(care=(has(0, 2, child=BEN), has(1, 2)))
    assert [str(one.why) for one in reasons(of, plan) if one.child == "mia" and one.start == 0] == [
        "elsewhere"
    ]


def test_a_household_carer_is_elsewhere_and_a_helper_is_asked_for_another_length() -> None:
    held = [busy("ruth", -2, 0), busy("ruth", 4, 6)]
    of = problem(carers=[alex(), ruth(ask_minutes_min=150)], busy=held)
    assert why(of) == {"alex": "elsewhere", "ruth": "ask_length"}
    assert [one.sentence for one in reasons(of, Plan())] == [
        "Alex would have to be in two places, or do two things at once.",
        "Grandma is asked for a longer or shorter time than that.",
    ]


@pytest.mark.parametrize(
    ("shortest", "longest", "free", "now", "reason"),
    [
        (150, 150, (-1, 4), -9, "elsewhere"),
        (150, 150, (0, 5), -9, "elsewhere"),
        (150, 150, (-1, 4), 0, "ask_length"),
        (120, 120, (0, 4), 0, "elsewhere"),
        (60, 60, (0, 4), 0, "elsewhere"),
        (90, 90, (0, 5), 0, "ask_length"),
        (90, 90, (-1, 5), -9, "elsewhere"),
        (40, 50, (-9, 9), -9, "ask_length"),
        (20, 25, (-9, 9), -9, "ask_length"),
    ],
)
def test_who_could_be_asked_for_as_long_would_have_to_be_elsewhere(
    shortest: int, longest: int, free: tuple[int, int], now: int, reason: str
) -> None:
    of = problem(
        carers=[ruth(ask_minutes_min=shortest, ask_minutes_max=longest)],
        busy=[busy("ruth", -20, free[0]), busy("ruth", free[1], 20)],
        now=at(now),
    )
    assert why(of) == {"ruth": reason}


def test_a_must_asks_for_no_more_than_it_takes() -> None:
    held = [busy("ruth", -9, 1), busy("ruth", 2, 9)]
    for shortest, reason in ((30, "elsewhere"), (60, "ask_length")):
        of = problem(carers=[ruth(ask_minutes_min=shortest)], busy=held, occurrences=[task(0, 4)])
        rows = {one.occurrence: str(one.why) for one in reasons(of, Plan())}
        assert rows["inhaler"] == reason


def test_a_must_is_not_begun_in_one_ask_and_ended_in_the_next() -> None:
    of = problem(
        carers=[ruth(ask_minutes_min=30, ask_minutes_max=30)], children=[], occurrences=[task(0, 4, 60)]
    )
    assert why(of) == {"ruth": "ask_length"}


@pytest.mark.parametrize(
    "used",
    [
        Plan(care=(has(0, 1, RUTH, BEN),)),
        Plan(moves=(Move(RUTH, 3, 4, HOME, SCHOOL),)),
        Plan(done=(Done(0, 3, 4, RUTH, HOME),)),
    ],
)
def test_a_helper_who_is_used_meanwhile_is_elsewhere(used: Plan) -> None:
    of = problem(children=TWO_CHILDREN, carers=[alex(), ruth()], **two_places(), occurrences=[task(0, 4)])
    rows = {(one.child, one.carer): str(one.why) for one in reasons(of, used)}
    assert rows["mia", "ruth"] == "elsewhere"


def test_a_must_without_any_room_is_told_where_it_would_be() -> None:
    of = problem(
        occurrences=[
            task(0, 4) | {"earliest": "2026-12-03T08:10", "latest": "2026-12-03T08:40", "minutes": 30}
        ]
    )
    found = only(of, COVERED)
    assert (found.start, found.end) == (1, 2)
    assert at(1) == "2026-12-03T08:30"
