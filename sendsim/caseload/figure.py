"""A number that knows where it comes from.

Every number of a plan is a :class:`Figure`: its value and unit, whether it was published, inferred from
published figures or assumed, and the source or the reason. A plan file may give a bare number; it then
counts as assumed, by whoever wrote the file.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer, model_validator

Basis = Literal["published", "inferred", "assumed"]

BASIS_TEXT: dict[str, str] = {
    "published": "taken as it stands from a published source",
    "inferred": "worked out from published figures",
    "assumed": "an assumption: no published figure is known",
}


class Model(BaseModel):
    """The base of every input model: frozen, and strict about misspelt names."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, allow_inf_nan=False)


class Growing(Model):
    """A model that has been given more fields since plans were first kept.

    A field named in ``later`` is left out of what is written while it has its default, so a plan that does not use it
    keeps its text and its fingerprint.
    """

    later: ClassVar[tuple[str, ...]] = ()

    @model_serializer(mode="wrap")
    def _without_unused(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = handler(self)
        for name in self.later:
            field = type(self).model_fields[name]
            if getattr(self, name) == field.get_default(call_default_factory=True):
                data.pop(name, None)
        return data


class Figure(Model):
    """One number with its unit, range and evidence.

    Attributes
    ----------
    value : float
        The number the model uses.
    unit : str
        In words, for example ``"per year"``, ``"weeks"``, ``"full-time equivalents"``.
    low, high : float or None
        A range within which the truth may well lie; used for sensitivity, never silently.
    basis : {"published", "inferred", "assumed"}
        What kind of evidence stands behind it.
    source : str
        The publication and period, or the reason for the assumption.
    """

    value: float
    unit: str = ""
    low: float | None = None
    high: float | None = None
    basis: Basis = "assumed"
    source: str = "given in the plan"

    @model_validator(mode="before")
    @classmethod
    def _bare_number(cls, data: Any) -> Any:
        return {"value": data} if isinstance(data, int | float) and not isinstance(data, bool) else data

    @model_validator(mode="after")
    def _ordered(self) -> Figure:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low must not be above high")
        return self

    def with_value(self, value: float, source: str = "changed by the user") -> Figure:
        """Return a copy holding ``value``, marked as assumed, with its old source kept in the text."""
        if value == self.value:
            return self
        return self.model_copy(update={"value": float(value), "basis": "assumed", "source": source})


NonNegative = Field(ge=0)


def assumed(value: float, unit: str = "", why: str = "", low: float | None = None, high: float | None = None) -> Figure:
    """Make an assumed figure."""
    return Figure(value=value, unit=unit, low=low, high=high, basis="assumed", source=why or "assumption")
