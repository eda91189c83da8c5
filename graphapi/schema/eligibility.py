"""Rules of eligibility, such as a call's, and what is known of a consortium before each of their conditions."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

import graph_data.rows as data
from graph_data.discovery import eligibility as answers
from graphapi.schema.context import Info
from graphapi.schema.statements import Provenance, Source

if TYPE_CHECKING:
    from graphapi.schema.organisations import Organisation

__all__ = ["Eligibility", "EligibilityCondition", "EligibilityRule", "RuleCondition"]


def _cited(row: data.Rule | data.Condition) -> Provenance:
    quote = row.quote if isinstance(row, data.Condition) else None
    return data.Provenance(row.source, row.locator, quote)  # type: ignore[return-value] # graph_data's value answers for it


@strawberry.type(description="One thing that a rule asks.")
class RuleCondition:
    """A graph_data condition."""

    text: str = strawberry.field(description="The condition in one sentence.")

    @strawberry.field(description="Where the condition comes from.")
    def provenance(root: strawberry.Parent[data.Condition]) -> Provenance:
        """Cite the condition."""
        return _cited(root)


@strawberry.type(description="What a call for proposals asks of those who apply together.")
class EligibilityRule:
    """A graph_data rule."""

    id: strawberry.ID = strawberry.field(description="Reference of the call, such as COS-CLUSTER-2018-03-02.")
    title: str = strawberry.field(description="Title.")
    day: date = strawberry.field(description="Day on which facts must hold to count, such as the deadline.")
    not_checked: str | None = strawberry.field(
        description="What it also asks, but no condition here checks; null for nothing."
    )

    @strawberry.field(description="Where the rule comes from.")
    def provenance(root: strawberry.Parent[data.Rule]) -> Provenance:
        """Cite the rule."""
        return _cited(root)

    @strawberry.field(description="Its conditions in their order.")
    def conditions(root: strawberry.Parent[data.Rule], info: Info) -> list[RuleCondition]:
        """Look the conditions up."""
        return answers.conditions_of(info.context.graph, root)  # type: ignore[return-value] # graph_data's values answer for them


@strawberry.type(description="What is known of a consortium before one condition.")
class EligibilityCondition:
    """A graph_data answer to a condition."""

    met: bool | None = strawberry.field(
        description="Whether it is met; null where facts are missing that could decide either way."
    )
    note: str | None = strawberry.field(
        description="Which facts are missing of whom, and where to add them; null where they would change nothing."
    )

    @strawberry.field(description="The condition in one sentence.")
    def text(root: strawberry.Parent[answers.ConditionAnswer]) -> str:
        """Return the condition's text."""
        return root.condition.text

    @strawberry.field(
        description="The one member without whom the condition would not be known to be met; null when there is none."
    )
    def solely_through(
        root: strawberry.Parent[answers.ConditionAnswer], info: Info
    ) -> Annotated["Organisation", strawberry.lazy("graphapi.schema.organisations")] | None:
        """Look the member up."""
        return root.solely_through and info.context.graph.organisation(root.solely_through)  # type: ignore[return-value] # as above

    @strawberry.field(description="Where the condition comes from.")
    def provenance(root: strawberry.Parent[answers.ConditionAnswer]) -> Provenance:
        """Cite the condition."""
        return _cited(root.condition)


@strawberry.type(description="Whether organisations together meet the conditions of a rule, as far as is known.")
class Eligibility:
    """A graph_data eligibility."""

    met: bool | None = strawberry.field(
        description="False when a condition is not met, else null when one is not known, else true."
    )
    conditions: list[EligibilityCondition] = strawberry.field(description="Each condition, in the order of the rule.")

    @strawberry.field(description="Id of the rule; Dataset.rules lists them.")
    def rule(root: strawberry.Parent[answers.Eligibility]) -> str:
        """Return the rule's id."""
        return root.rule.id

    @strawberry.field(description="Where the rule comes from.")
    def source(root: strawberry.Parent[answers.Eligibility], info: Info) -> Source:
        """Look the source up."""
        return info.context.graph.source(root.rule.source)  # type: ignore[return-value] # as above

    @strawberry.field(description="What the rule also asks, but no condition here checks; null for nothing.")
    def not_checked(root: strawberry.Parent[answers.Eligibility]) -> str | None:
        """Return the rule's own words."""
        return root.rule.not_checked
