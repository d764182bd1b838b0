"""Each invariant of the record is broken by cases, and each check has cases that pass and cases that do not.

That the cases give what they name is tested with the shapes (``tests/test_shape_cases.py``) and the checks
(``tests/test_check_cases.py``).
"""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
CHECKS = sorted(path.stem for path in (ROOT / "queries" / "checks").glob("*.rq"))
BROKEN = {
    "1 votes add up, and no permanent member is against an adopted text": (
        "shapes/ResolutionShape/invalid-votes-do-not-add-up.ttl",
        "shapes/ResolutionShape/invalid-too-many-votes-1950.ttl",
        "shapes/ResolutionShape/invalid-counts-incomplete.ttl",
        "shapes/VoteShape/invalid-veto-of-adopted-text.ttl",
    ),
    "2 the mandates of the panel are an unbroken chain": (
        "checks/panel-mandate-unbroken/invalid-gap.ttl",
        "checks/panel-mandate-unbroken/invalid-first-missing.ttl",
        "checks/panel-mandate-unbroken/invalid-last-missing.ttl",
        "shapes/MandateShape/invalid-gap.ttl",
    ),
    "3 each person at a summit is in office that day": (
        "shapes/SummitShape/invalid-leader-no-longer-in-office.ttl",
        "shapes/SummitShape/invalid-leader-not-yet-in-office.ttl",
        "shapes/SummitShape/invalid-leader-only-claimed.ttl",
    ),
    "4 nothing ends before it starts": (
        "shapes/DateShape/invalid-end-before-start.ttl",
        "shapes/DateShape/invalid-in-force-before-signed.ttl",
        "shapes/DateShape/invalid-last-date-before-date.ttl",
        "shapes/DateShape/invalid-terminated-before-in-force.ttl",
    ),
    "5 a trigger comes before its resolution, a resolution before its levers": (
        "shapes/ResolutionShape/invalid-trigger-after-text.ttl",
        "shapes/ResolutionShape/invalid-trigger-too-early.ttl",
        "shapes/LeverUseShape/invalid-start-before-adoption.ttl",
        "shapes/LeverUseShape/invalid-under-failed-draft.ttl",
        "shapes/LeverUseShape/invalid-instrument-wrong-class.ttl",
    ),
    "6 an exercise lies inside the life of an arrangement of its participants": (
        "shapes/MilitaryExerciseShape/invalid-before-arrangement.ttl",
        "shapes/MilitaryExerciseShape/invalid-after-arrangement.ttl",
        "shapes/MilitaryExerciseShape/invalid-party-outside.ttl",
    ),
    "7 local and UTC date agree with the offset of the day": (
        "shapes/EventShape/invalid-utc-date-far.ttl",
        "shapes/EventShape/invalid-instant-on-other-day.ttl",
        "shapes/EventShape/invalid-offset-in-north-korea-2017.ttl",
        "shapes/EventShape/invalid-offset-in-north-korea-2019.ttl",
    ),
    "8 rounds of a format do not overlap, and its members take part": (
        "shapes/NegotiationRoundShape/invalid-overlap.ttl",
        "shapes/NegotiationRoundShape/invalid-same-first-day.ttl",
        "shapes/NegotiationRoundShape/invalid-party-not-member.ttl",
    ),
    "9 no state acts outside its life": (
        "checks/states-outside-their-life/invalid-after-its-end.ttl",
        "checks/states-outside-their-life/invalid-before-its-beginning.ttl",
        "shapes/TreatyPartyShape/invalid-party-ended.ttl",
    ),
    "10 facts have sources, claims have speakers, chains end": (
        "shapes/SourceShape/invalid-claim-without-source.ttl",
        "shapes/SourceShape/invalid-contradiction-without-source.ttl",
        "shapes/SourceShape/invalid-event-without-source.ttl",
        "shapes/SourceShape/invalid-situation-without-source.ttl",
        "shapes/SourceShape/invalid-actor-without-source.ttl",
        "shapes/SourceShape/invalid-place-without-source.ttl",
        "shapes/SourceShape/invalid-source-missing.ttl",
        "shapes/ClaimShape/invalid-claimant-missing.ttl",
        "shapes/ClaimShape/invalid-chain-open.ttl",
    ),
    "11 the lists of the article are closed": (
        "checks/lists-of-the-article/invalid-missing-row.ttl",
        "checks/lists-of-the-article/invalid-empty-and-surplus.ttl",
    ),
    "12 nothing but a scheduled end is later than the data": (
        "checks/later-than-the-data/invalid-event.ttl",
        "checks/later-than-the-data/invalid-instant.ttl",
        "shapes/EventShape/invalid-prospective-with-date.ttl",
        "shapes/EventShape/invalid-event-status-missing.ttl",
    ),
    "13 nothing is there twice": (
        "checks/duplicate-events/invalid-one-meeting.ttl",
        "checks/duplicate-events/invalid-one-launch.ttl",
        "checks/duplicate-persons/invalid-hyphen.ttl",
        "checks/duplicate-persons/invalid-order.ttl",
        "checks/duplicate-situations/invalid-one-term.ttl",
    ),
    "14 successive holders of an office do not overlap": (
        "shapes/OfficeTermShape/invalid-overlap.ttl",
        "shapes/OfficeTermShape/invalid-overlap-without-end.ttl",
    ),
    "two independently written dates": (
        "shapes/EventShape/invalid-one-date-only.ttl",
        "checks/resolutions-with-one-date/invalid-same-source.ttl",
        "shapes/ValueClaimShape/invalid-date-against-record.ttl",
    ),
}


@pytest.mark.parametrize("invariant", BROKEN)
def test_an_invariant_is_broken_by_cases_that_name_what_is_found(invariant: str) -> None:
    for name in BROKEN[invariant]:
        assert "# expect: " in (TESTS / name).read_text(encoding="utf-8"), name


def test_there_are_checks() -> None:
    assert len(CHECKS) >= 8


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_has_valid_and_invalid_cases(check: str) -> None:
    names = [path.name for path in (TESTS / "checks" / check).glob("*.ttl")]
    assert any(name.startswith("valid-") for name in names)
    assert any(name.startswith("invalid-") for name in names)
    assert all(name.startswith(("valid-", "invalid-")) for name in names)


def test_each_folder_of_cases_belongs_to_a_check() -> None:
    assert sorted(path.name for path in (TESTS / "checks").iterdir()) == CHECKS
