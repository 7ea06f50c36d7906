"""Conditions and effects that are the same for every case: a part names them in its
lifecycle.

Where the rule of a condition quotes the part's own law, the part gives the rule.
"""

from collections.abc import Mapping

from openkeden.base import findings, identities
from openkeden.base.cases import Case, Changes, Condition, Event, Proposal, shown
from openkeden.base.time_limits import Office

ONE_PERSON = findings.Rule(
    number="L.4",
    message="{value} may not confirm {action}: two different persons at two devices must agree; "
    "proposed by {proposer}.",
    fix=(
        "Have an inspector propose it and the head of the office, at another device,"
        " confirm it."
    ),
)
NO_DEVICE = findings.Rule(
    number="L.19",
    message="{action} needs the device at which it is done; found '{value}'.",
    fix="Name the device (--device): who confirms must act at another one.",
)
RULES = (ONE_PERSON, NO_DEVICE)


def in_time(rule: findings.Rule) -> Condition[Case]:
    """The condition that the deadline of the state has not passed."""

    def condition(case: Case, event: Event, _office: Office) -> findings.Finding | None:
        if case.due is None or event.at <= case.due:
            return None
        return findings.of(
            rule,
            "at",
            value=event.at.isoformat(),
            due=case.due.isoformat(),
            state=case.state,
            action=event.action,
        )

    return condition


def overdue(rule: findings.Rule) -> Condition[Case]:
    """The condition that the deadline of the state has passed."""

    def condition(case: Case, event: Event, _office: Office) -> findings.Finding | None:
        if case.due is not None and event.at > case.due:
            return None
        return findings.of(rule, "at", value=event.at.isoformat(), due=shown(case.due))

    return condition


def listed_grounds(rule: findings.Rule) -> Condition[Case]:
    """The condition that every ground is of the law's closed list for the action."""

    def condition(_case: Case, event: Event, office: Office) -> findings.Finding | None:
        known = office.limits.grounds.get(event.action, {})
        wrong = [code for code in event.codes("grounds") if code not in known]
        if not wrong:
            return None
        return findings.of(
            rule,
            "args.grounds",
            value=", ".join(wrong),
            action=event.action,
            known=", ".join(known),
        )

    return condition


def second_person(confirms: Mapping[str, str]) -> Condition[Case]:
    """The condition that another person, at another device, proposed what is confirmed:
    `confirms` says which action proposes what an action confirms.
    """

    def condition(case: Case, event: Event, _office: Office) -> findings.Finding | None:
        first = case.proposal
        if first is not None and first.action != confirms[event.action]:
            first = None
        if first is not None and _differ(first, event):
            return None
        return findings.of(
            ONE_PERSON,
            "actor",
            value=event.actor,
            action=event.action,
            proposer=first.actor if first is not None else "nobody",
        )

    return condition


def _differ(first: Proposal, event: Event) -> bool:
    """Whether two persons act at two devices; a device that nobody names is none."""
    persons = {identities.normal(first.actor), identities.normal(event.actor)}
    devices = {identities.normal(first.device), identities.normal(event.device)}
    return len(persons) == len(devices) == 2 and "" not in devices


def named_device(_case: Case, event: Event, _office: Office) -> findings.Finding | None:
    """The condition that the device is named, so that another can be told from it."""
    if identities.normal(event.device):
        return None
    return findings.of(NO_DEVICE, "device", value=event.device, action=event.action)


def propose(_case: Case, event: Event, _office: Office) -> Changes:
    """The effect that somebody proposes what another must confirm."""
    return {"proposal": Proposal(event.action, event.actor, event.device)}
