"""Controls that take a value from a person: a number slider, a select and a button."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import traitlets

from sendsim.apps.controls.base import Control, RefusedError, script, styles

__all__ = ["Button", "NumberSlider", "Option", "Select"]

Option = str | tuple[str, str]
"""One choice of a :class:`Select`: its value, or its value and the label to show."""


def decimals(step: float) -> int:
    """Return how many decimal places a number that goes in steps of ``step`` needs."""
    exponent = Decimal(repr(float(step))).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def number_text(value: float, step: float) -> str:
    """Write ``value`` with as many decimals as ``step`` needs."""
    return f"{value:.{decimals(step)}f}"


def limit_text(value: float, step: float) -> str:
    """Write a limit as briefly as it can be said: 20, not 20.0."""
    text = number_text(value, step)
    return text.rstrip("0").rstrip(".") if "." in text else text


class NumberSlider(Control):
    """A labelled slider and a number box bound together.

    ``value`` changes when a person lets go, presses a key or leaves the box; with ``live=True``
    ``preview`` follows the slider while it is being dragged. The value is always a finite number
    between ``min`` and ``max`` on a whole number of ``step`` from ``min``: anything else is refused with a
    message in ``error``, and the value stays as it was.

    >>> mediators = NumberSlider(label="Mediators", unit="full-time staff", min=0, max=20, step=0.5, value=4)
    >>> mediators.observe(lambda change: rerun(change.new), "value")  # doctest: +SKIP
    """

    _esm = script("slider")
    _css = styles("forms")
    _from_browser = frozenset({"value", "preview"})

    label = traitlets.Unicode("Number", help="What the number is, shown above the slider.").tag(sync=True)
    hint = traitlets.Unicode("", help="One sentence of help, shown under the label.").tag(sync=True)
    unit = traitlets.Unicode("", help="The unit, shown after the number box.").tag(sync=True)
    min = traitlets.Float(0.0, help="The least value.").tag(sync=True)
    max = traitlets.Float(100.0, help="The greatest value.").tag(sync=True)
    step = traitlets.Float(1.0, help="The size of one step.").tag(sync=True)
    value = traitlets.Float(0.0, help="The value that the person settled on.").tag(sync=True)
    live = traitlets.Bool(False, help="Whether preview follows the slider while it is dragged.").tag(sync=True)
    preview = traitlets.Float(0.0, help="The value under the thumb; equals value at rest.").tag(sync=True)
    disabled = traitlets.Bool(False, help="Whether the control is out of use.").tag(sync=True)
    error = traitlets.Unicode("", help="What is wrong with the last value given, if anything.").tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        if not kwargs.get("step", 1.0) > 0:
            raise traitlets.TraitError(f"step of {kwargs.get('label', 'a slider')!r} must be more than 0.")
        kwargs.setdefault("value", kwargs.get("min", 0.0))
        kwargs["preview"] = kwargs["value"]
        super().__init__(**kwargs)
        self.observe(self._follow, "value")

    def _follow(self, change: Any) -> None:
        self.preview = change["new"]
        if self.error:
            self.error = ""

    def check(self, name: str, value: Any) -> float:
        """Return ``value`` as a number on a step within the range, or refuse it in words."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
            raise RefusedError(f"{self.label} must be a number, like {number_text(self.value, self.step)}.")
        number = float(value)
        low, high = limit_text(self.min, self.step), limit_text(self.max, self.step)
        slack = self.step * 1e-6
        if number < self.min - slack or number > self.max + slack:
            raise RefusedError(f"{self.label} must be between {low} and {high}.")
        steps = (number - self.min) / self.step
        if abs(steps - round(steps)) > 1e-6:
            whole = float(self.step).is_integer() and float(self.min).is_integer() and self.step == 1
            rule = "a whole number" if whole else f"in steps of {number_text(self.step, self.step)} from {low}"
            raise RefusedError(f"{self.label} must be {rule}.")
        return round(self.min + round(steps) * self.step, 10)

    @traitlets.validate("value", "preview")
    def _valid_value(self, proposal: Any) -> float:
        try:
            return self.check(proposal["trait"].name, proposal["value"])
        except RefusedError as problem:
            raise traitlets.TraitError(str(problem)) from None

    @traitlets.validate("min", "max", "step")
    def _valid_range(self, proposal: Any) -> float:
        name, value = proposal["trait"].name, float(proposal["value"])
        if not math.isfinite(value):
            raise traitlets.TraitError(f"{name} of {self.label!r} must be a finite number.")
        if name == "step" and value <= 0:
            raise traitlets.TraitError(f"step of {self.label!r} must be more than 0.")
        return value

    def set_range(self, low: float, high: float, value: float, step: float | None = None) -> None:
        """Change the range and the value together, as when another authority is chosen."""
        if not low < high:
            raise traitlets.TraitError(f"{self.label}: the least value {low} must be under the greatest {high}.")
        with self.hold_trait_notifications():
            if step is not None:
                self.step = step
            self.min, self.max = low, high
            self.value = value
            self.preview = value


class Select(Control):
    """A labelled list of choices, of which one is chosen; native, so it works with any keyboard or reader.

    ``options`` may be a list of values, a list of ``(value, label)`` pairs, or a mapping from the heading of
    a group to such a list. ``value`` is always one of the values.

    >>> area = Select(label="Local authority", options=["Kent", "Leeds"], value="Leeds")
    >>> area.value
    'Leeds'
    """

    _esm = script("select")
    _css = styles("forms")
    _from_browser = frozenset({"value"})

    label = traitlets.Unicode("Choose", help="What is chosen, shown above the list.").tag(sync=True)
    hint = traitlets.Unicode("", help="One sentence of help, shown under the label.").tag(sync=True)
    choices: Any = traitlets.List(help="What is offered: value, label and group of each.").tag(sync=True)
    value = traitlets.Unicode("", help="The value of the choice made.").tag(sync=True)
    disabled = traitlets.Bool(False, help="Whether the control is out of use.").tag(sync=True)
    error = traitlets.Unicode("", help="What is wrong with the last value given, if anything.").tag(sync=True)

    def __init__(
        self,
        options: Sequence[Option] | Mapping[str, Sequence[Option]] = (),
        *,
        value: str | None = None,
        **kwargs: Any,
    ) -> None:
        choices = _choices(options)
        if value is None:
            value = choices[0]["value"] if choices else ""
        super().__init__(choices=choices, value=value, **kwargs)

    @property
    def options(self) -> list[str]:
        """Return the values that may be chosen."""
        return [choice["value"] for choice in self.choices]

    def set_options(self, options: Sequence[Option] | Mapping[str, Sequence[Option]], value: str | None = None) -> None:
        """Offer other choices; ``value`` is the new choice, else the old one if still offered, else the first."""
        choices = _choices(options)
        values = [choice["value"] for choice in choices]
        if value is None:
            value = self.value if self.value in values else (values[0] if values else "")
        with self.hold_trait_notifications():
            self.choices = choices
            self.value = value

    def check(self, name: str, value: Any) -> str:
        """Return ``value`` if it is one of the choices, else refuse it in words."""
        if isinstance(value, str) and value in self.options:
            return value
        raise RefusedError(f"{self.label}: choose one from the list.")

    @traitlets.validate("value")
    def _valid_value(self, proposal: Any) -> str:
        value = proposal["value"]
        if value in self.options or (not self.choices and value == ""):
            return value
        raise traitlets.TraitError(f"{self.label}: {value!r} is not one of the choices.")


def _choices(options: Sequence[Option] | Mapping[str, Sequence[Option]]) -> list[dict[str, str]]:
    """Spread options out into one list of value, label and group, refusing a value given twice."""
    groups: Iterable[tuple[str, Sequence[Option]]]
    groups = options.items() if isinstance(options, Mapping) else [("", options)]
    out: list[dict[str, str]] = []
    seen: set[str] = set()
    for group, members in groups:
        for member in members:
            value, label = (member, member) if isinstance(member, str) else member
            if value in seen:
                raise traitlets.TraitError(f"The choice {value!r} is given twice.")
            seen.add(value)
            out.append({"value": str(value), "label": str(label), "group": str(group)})
    return out


class Button(Control):
    """A button that acts once for each press that was made on what the person could see.

    Every press carries the ``ticket`` that was on the button when it was pressed, and each ticket is
    good for one press. Presses that pile up while the connection is down, and double clicks, thus act
    once. ``kind`` is ``"primary"``, ``"secondary"`` or ``"warning"``. A button out of use stays in the tab order and
    says so, so that nobody loses their place when it is switched off under them.

    >>> run = Button(label="Run again")
    >>> run.on_click(lambda: start())  # doctest: +SKIP
    """

    _esm = script("button")
    _css = styles("forms")

    label = traitlets.Unicode("Go", help="The words on the button.").tag(sync=True)
    about = traitlets.Unicode("", help="Further words for screen readers only, after the label.").tag(sync=True)
    kind = traitlets.Enum(("primary", "secondary", "warning"), "primary", help="How much it stands out.").tag(sync=True)
    disabled = traitlets.Bool(False, help="Whether the button is out of use.").tag(sync=True)
    ticket = traitlets.Int(1, help="Good for one press; goes up by one with each press acted on.").tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        self._callbacks: list[Callable[[], object]] = []
        super().__init__(**kwargs)

    @property
    def clicks(self) -> int:
        """Return how many presses have been acted on."""
        return self.ticket - 1

    def on_click(self, callback: Callable[[], object]) -> None:
        """Call ``callback()`` for each press."""
        self._callbacks.append(callback)

    def click(self) -> None:
        """Act as if the button had been pressed."""
        self._heard("click", {"ticket": self.ticket})

    def _heard(self, event: str, content: dict[str, Any]) -> None:
        ticket = content.get("ticket")
        if event != "click" or self.disabled or isinstance(ticket, bool) or ticket != self.ticket:
            return
        self.ticket += 1
        for callback in tuple(self._callbacks):
            callback()
